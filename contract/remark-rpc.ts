// Commands and questions about remarks, a part of the table in rpc.ts.
import { z } from 'zod';
import { IdempotencyKey, RemarkId, UnitId } from './ids.ts';
import { QrPath } from './qr.ts';
import {
  type RemarkDesk,
  RemarkForm,
  RemarkInput,
  RemarkReceipt,
  RemarkSource,
  RemarkUrge,
  RemarkView,
} from './remark.ts';
import { CodeInput, guarded, mutation, nothing, query } from './rpc-shapes.ts';
import { Language } from './ticket.ts';

/**
 * Remarks. `find`, `add` and `object` are for the holder of a token. Refusals of them: unknown-remark, too-many-attempts.
 * Photos are sent by PUT /remarks/photo with the token in the header `remark-token`.
 */
export const remarksApi = {
  form: query(nothing, RemarkForm),
  /** The page to write one on, for screens that show its code. */
  door: query(nothing, z.object({ url: z.string(), qr: QrPath })),
  /**
   * `device`: made up by the phone itself, by a kiosk for each visit. Refusals: remark-text, remark-empty, remark-limit,
   * bad-input, and not-a-kiosk where `source` is one.
   */
  leave: mutation(
    RemarkInput.extend({ source: RemarkSource, device: IdempotencyKey, key: IdempotencyKey }),
    RemarkReceipt,
  ),
  /**
   * Paper with the code of a remark, from a kiosk. `isSure`: the printer said that it is out. Refusals: not-a-kiosk,
   * unknown-remark, too-many-attempts, printer-not-ready.
   */
  slip: mutation(z.strictObject({ token: CodeInput, language: Language }), z.object({ isSure: z.boolean() })),
  find: mutation(z.strictObject({ token: CodeInput }), RemarkView.extend({ url: z.string(), qr: QrPath })),
  /** Something more, once, while nobody has answered. Refusals besides: remark-state, remark-text, remark-empty. */
  add: mutation(z.strictObject({ token: CodeInput, text: z.string(), key: IdempotencyKey }), nothing),
  /** Not satisfied with the answer, once. Refusals as of `add`. */
  object: mutation(z.strictObject({ token: CodeInput, text: z.string(), key: IdempotencyKey }), nothing),
  /** The rest needs the role manager, or responder for remarks of the own unit. Refusals: not-logged-in, not-allowed. */
  desk: guarded(z.strictObject({ show: z.enum(['open', 'ended']) }), z.custom<RemarkDesk>()),
  urge: guarded(nothing, RemarkUrge),
  /** Refusals: unknown-remark, remark-state, remark-text, remark-empty, bad-input. Managers only. */
  route: mutation(z.strictObject({ id: RemarkId, unitId: UnitId, why: z.string() }), nothing),
  /** Empty takes it away. Refusals: unknown-remark, remark-state, remark-text. */
  draft: mutation(z.strictObject({ id: RemarkId, text: z.string() }), nothing),
  /** Refusals: unknown-remark, remark-state, remark-text, remark-empty. */
  answer: mutation(z.strictObject({ id: RemarkId, text: z.string() }), nothing),
  /** Not to be answered; the citizen reads why. Refusals as of `answer`. Managers only. */
  close: mutation(z.strictObject({ id: RemarkId, why: z.string() }), nothing),
};
