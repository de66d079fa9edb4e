// Which events of a Dahua device say that a person was recognised.
// Sources: Dahua HTTP API (eventManager.cgi, codes AccessControl and _DoorFace_); captures in
// ../attendance-hikvision/frames/hikvision_dahua.json.
import { z } from 'zod';
import type { DahuaEvent } from '../core/dahua-event.ts';
import type { Sighting } from '../core/device-classes.ts';

const number = z.coerce.number().optional().catch(undefined);
const Passage = z.object({
  UserID: z.union([z.string(), z.number()]).transform(String),
  Method: number,
  OpenDoorMethod: number,
  Type: z.string().optional(),
  Status: number,
  ErrorCode: number,
  /** Seconds since 1970 in the zone of the device, which is what it calls UTC. */
  UTC: number,
  RealUTC: number,
  RecNo: number,
});

/** Methods of AccessControl; the others are combinations, remote and button. Source: Dahua HTTP API, table of Method. */
const METHODS: ReadonlyMap<number, Sighting['method']> = new Map([
  [0, 'code'],
  [1, 'card'],
  [2, 'card'],
  [3, 'card'],
  [6, 'finger'],
  [15, 'face'],
]);

const DIRECTIONS: Readonly<Record<string, Sighting['direction']>> = { Entry: 'in', Exit: 'out' };

export interface Arrival {
  /** Wall clock of the receipt, for devices that name no time. */
  readonly nowMs: number;
}

/** Null: nobody was recognised. */
export const sightingOf = ({ code, action, data }: DahuaEvent, { nowMs }: Arrival): Sighting | null => {
  if (action !== 'Pulse' && action !== 'Start') return null;
  if (code !== '_DoorFace_' && code !== 'AccessControl') return null;
  const passage = Passage.safeParse(data);
  if (!passage.success) return null;
  const { UserID, Method, Type, Status, ErrorCode, RealUTC, RecNo } = passage.data;
  const isRefusal = Status === 0 || (ErrorCode !== undefined && ErrorCode !== 0);
  if (UserID === '' || isRefusal) return null;
  const atMs = RealUTC === undefined ? nowMs : RealUTC * 1000;
  return {
    key: RecNo === undefined ? `${UserID}-${atMs}` : `${RecNo}-${UserID}-${new Date(atMs).toISOString().slice(0, 10)}`,
    personCode: UserID,
    atMs,
    terminalTime: RealUTC === undefined ? '' : String(RealUTC),
    method: code === '_DoorFace_' ? 'face' : (METHODS.get(Method ?? -1) ?? 'unknown'),
    direction: DIRECTIONS[Type ?? ''] ?? 'unknown',
  };
};
