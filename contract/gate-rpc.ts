// Commands and questions of the attendance screen.
import { z } from 'zod';
import { TypedReading } from './card.ts';
import type { GateAnswer, GateChoice } from './gate.ts';
import { DeviceId, PersonId, SheetId } from './ids.ts';
import { mutation, nothing, query } from './rpc-shapes.ts';

/** What a reader or scanner typed at the screen. */
const GateReading = z.discriminatedUnion('kind', [
  ...TypedReading.options,
  z.strictObject({ kind: z.literal('code'), text: z.string().min(1).max(200) }),
]);

export const gateApi = {
  /** Gates of the site; none for a screen that is not let in. */
  choices: query(nothing, z.custom<GateChoice>()),
  /** A card or a code at the screen. Refusals: not-a-kiosk, unknown-gate. */
  present: mutation(z.strictObject({ gate: DeviceId, reading: GateReading }), z.custom<GateAnswer>()),
  /** "That is not me". Refusals: not-a-kiosk, unknown-gate, unknown-sheet, not-on-sheet, not-marked-here. */
  withdraw: mutation(z.strictObject({ gate: DeviceId, sheetId: SheetId, personId: PersonId }), nothing),
} as const;
