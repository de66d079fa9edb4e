// Commands and questions about people and their consents, a part of the table in rpc.ts.
import { z } from 'zod';
import {
  ConsentPurpose,
  DueRequest,
  ErasureReceipt,
  FaceCare,
  GivenConsent,
  PersonPage,
  RequestKind,
} from './consent.ts';
import { PersonId } from './ids.ts';
import { Person } from './people.ts';
import { CodeInput, guarded, mutation, nothing } from './rpc-shapes.ts';

/** People who are checked in. All of it needs the role admin. Refusals everywhere: not-logged-in, not-allowed. */
export const peopleApi = {
  list: guarded(nothing, z.array(Person)),
  due: guarded(nothing, z.array(DueRequest)),
  faceCare: guarded(nothing, FaceCare),
  /** Refusal: unknown-person. */
  page: guarded(z.strictObject({ personId: PersonId }), PersonPage),
  /** Refusals: unknown-person, consent-text, consent-side, bad-input. */
  give: mutation(z.strictObject({ personId: PersonId, consent: GivenConsent }), nothing),
  /** Refusal: unknown-person. */
  withdraw: mutation(z.strictObject({ personId: PersonId, purpose: ConsentPurpose }), ErasureReceipt),
  /** Refusal: unknown-person. */
  ask: mutation(z.strictObject({ personId: PersonId, kind: RequestKind, note: z.string().trim().max(300) }), nothing),
  /** `otherCode` empty: like somebody who is not on the list. Refusal: unknown-person. */
  noteLookAlike: mutation(z.strictObject({ personId: PersonId, otherCode: CodeInput }), nothing),
  clearLookAlikes: mutation(z.strictObject({ personId: PersonId }), nothing),
  /** Refusal: unknown-request. */
  settle: mutation(z.strictObject({ requestId: z.string().max(20), how: z.enum(['answer', 'close']) }), nothing),
};
