// The whole host with one gate and one person whose face it may know: the real face core, real HTTP, the real sheet.
import path from 'node:path';
import type { GateLook, GateView } from '../../contract/gate.ts';
import type { DeviceId, PersonId, SheetId } from '../../contract/ids.ts';
import { until } from '../../drivers/core/test-kit.ts';
import { hashCard, openSiteKey } from '../../main/services/cards/index.ts';
import type { TypedCard } from '../../main/services/people/index.ts';
import type { FaceEngine } from '../../models/engine/engine.ts';
import { oneFace } from '../models/pack.ts';
import { startApp, type TestApp } from './app.ts';
import { createHostClient } from './client.ts';
import { addPeople, consent, enrol, openMeeting } from './meeting.ts';
import { temporaryFolder } from './site.ts';

export const gateId = 'cua-chinh' as DeviceId;
const screen = 's'.repeat(22);

/** The demo site without its devices. */
export const noDevices = (text: string): string =>
  text.replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '').replace(/^devices:[\s\S]*$/m, '');

/** What the gate's screen is told when it opens. */
export const gateView = async (url: string): Promise<GateView> => {
  const answer = await fetch(`${url}/live/gate/${gateId}`);
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString('utf8');
    const data = /event: view\ndata: (.*)\n\n/.exec(text)?.[1];
    if (data !== undefined) return JSON.parse(data) as GateView;
  }
  throw new Error(`No view: ${text}`);
};

export interface GateHost {
  readonly app: TestApp;
  readonly rpc: ReturnType<typeof createHostClient>['rpc'];
  readonly people: ReadonlyMap<string, PersonId>;
  readonly sheetId: SheetId;
  /** A picture of the screen's camera. */
  show(picture: Uint8Array): Promise<GateLook>;
  view(): Promise<GateView>;
  row(code: string): { readonly arrivedBy: string | null; readonly arrivedAtMs: number | null };
}

export interface GateHostOptions {
  /** Of this site's own; describes the pictures by which people are enrolled. */
  readonly engine: FaceEngine;
  /** Card of the person CB01, whose face is known; CB02 has none. */
  readonly card: TypedCard;
  /** Further keys of the gate, and devices of the site, as YAML. */
  readonly gate: string;
  readonly devices: string;
}

export const atGateHost = async (
  { engine, card, gate, devices }: GateHostOptions,
  story: (host: GateHost) => Promise<void>,
): Promise<void> => {
  using temporary = temporaryFolder();
  const folder = path.join(temporary.folder, 'data');
  await using app = await startApp({
    folder,
    configure: (text) => `${noDevices(text)}
faces: { keys: ${path.join(temporary.folder, 'keys')}, threads: 1 }
attendance:
  gates:
    - { id: ${gateId}, name: { vi: Cửa chính, en: Main door }, help: { vi: bàn thư ký, en: the desk } ${gate} }
${devices}`,
  });
  const { site } = app;
  const key = openSiteKey({ dataFolder: folder, db: site.db, now: Date.now, log: () => undefined });
  const people = await addPeople(
    site,
    [
      { code: 'CB01', name: 'Nguyễn Thị An', group: 'Văn phòng', card },
      { code: 'CB02', name: 'Trần Văn Bình', group: '', card: null },
    ],
    (typed) => hashCard(key.key, typed),
  );
  const an = people.get('CB01') ?? ('' as PersonId);
  await consent(site, an);
  await enrol(site, engine, { personId: an, picture: await oneFace('an') });
  const sheetId = await openMeeting(site, Date.now(), [...people.values()]);
  const view = () => gateView(app.url);
  const isReady = async () => {
    const { faces, sessions } = await view();
    return faces === 'ready' && sessions.length === 1;
  };
  await until('the face core', isReady, 30_000);
  await story({
    app,
    rpc: createHostClient(app.url).rpc,
    people,
    sheetId,
    view,
    show: async (picture) => {
      const answer = await fetch(`${app.url}/gate/${gateId}/frame?screen=${screen}`, {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg' },
        body: Uint8Array.from(picture),
      });
      if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as GateLook;
    },
    row: (code) => {
      const found = site.attendance.rows(sheetId).find(({ personId }) => personId === people.get(code));
      return { arrivedBy: found?.arrivedBy ?? null, arrivedAtMs: found?.arrivedAtMs ?? null };
    },
  });
};
