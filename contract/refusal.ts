// Why a command was not done: a closed list, each with a text `refusal.<code>` in the catalogue.
import { z } from 'zod';

export const RefusalCode = z.enum([
  'bad-input',
  'unknown-service',
  'service-closed',
  'counter-barred',
  'unknown-ticket',
  'unknown-counter',
  'unknown-staff',
  'wrong-state',
  'not-served-here',
  'calls-used-up',
  'result-needed',
  'too-late',
  'nothing-to-undo',
  'unknown-appointment',
  'appointment-over',
  'slot-not-offered',
  'slot-full',
  'too-many-appointments',
  'too-early',
  'bad-phone',
  'card-over',
  'not-your-ticket',
  'nobody-waiting',
  'counter-busy',
  'counter-taken',
  'counter-paused',
  'notes-full',
  'no-payment-account',
  'recall-too-soon',
  'no-reprint-left',
  'not-a-kiosk',
  'printer-not-ready',
  'key-reused',
  'not-logged-in',
  'not-allowed',
  'unknown-code',
  'wrong-password',
  'too-many-attempts',
  'rating-not-open',
  'rating-closed',
  'already-rated',
  'rating-text',
  'staff-device',
  'storage-full',
  'storage-failed',
  'stopping',
]);
export type RefusalCode = z.infer<typeof RefusalCode>;

export const Refusal = z.object({
  code: RefusalCode,
  /** For the log and for developers: what happened, value seen, value allowed, what to do. */
  message: z.string(),
  /** Fills the placeholders of the text `refusal.<code>`. */
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Refusal = z.infer<typeof Refusal>;
