// The journal's events of people, consents and templates. They carry ids and counts: names, guardians, papers and faces never
// stand in the journal, so that what is erased is gone (ADR-0035).
import { z } from 'zod';
import { ConsentPurpose, ConsentSide, ErasureReason, RequestKind } from './consent.ts';
import { PersonId, StaffId } from './ids.ts';

const by = StaffId.nullable();
const about = { personId: PersonId, purpose: ConsentPurpose };
const count = z.int().nonnegative();

export const peopleEvents = [
  z.object({ type: z.literal('people-imported'), added: count, changed: count, left: count, by }),
  /** They belong to the site no longer. */
  z.object({ type: z.literal('people-departed'), personIds: z.array(PersonId), by }),
  /** Everything that names them was deleted. */
  z.object({ type: z.literal('people-erased'), personIds: z.array(PersonId), by }),
  z.object({ type: z.literal('consent-given'), ...about, side: ConsentSide, textVersion: z.string(), by }),
  z.object({ type: z.literal('consent-withdrawn'), ...about, receipt: z.string(), by }),
  z.object({ type: z.literal('template-stored'), ...about, by }),
  z.object({ type: z.literal('template-erased'), ...about, reason: ErasureReason, by }),
  /** One's face may be taken for the other's; `otherId` null: for that of somebody who is not on the list. */
  z.object({ type: z.literal('look-alikes-noted'), personId: PersonId, otherId: PersonId.nullable(), by }),
  /** Somebody looked: the face of this person is taken for nobody else's. */
  z.object({ type: z.literal('look-alikes-cleared'), personId: PersonId, by }),
  z.object({ type: z.literal('request-received'), requestId: z.string(), personId: PersonId, kind: RequestKind, by }),
  z.object({ type: z.literal('request-answered'), requestId: z.string(), by }),
  z.object({ type: z.literal('request-closed'), requestId: z.string(), by }),
] as const;
