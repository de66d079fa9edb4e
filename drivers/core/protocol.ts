// A wire protocol as `motcua frame` and the conformance suite know it: one frame in, what it means out, and back.
import type { Result } from '../../contract/result.ts';

export type Direction = 'host->device' | 'device->host';

/** Plain JSON; `kind` names the frame. Card numbers and citizen data are in it: the command line masks, the log never sees it. */
export interface Meaning {
  readonly kind: string;
  readonly [field: string]: unknown;
}

export interface Protocol {
  /** As in `motcua frame decode <protocol>` and the name of its frames file. */
  readonly name: string;
  /** The whole of `bytes` as one frame, or the frames that it holds. The error is the reason, with the value seen and the value allowed. */
  decode(direction: Direction, bytes: Uint8Array): Result<Meaning, string>;
  /** The same bytes for what `decode` gave, wherever the frame can be rebuilt from its meaning. */
  encode(direction: Direction, meaning: Meaning): Result<Uint8Array, string>;
  /**
   * What may be shown of a meaning without being asked for it in the clear: card numbers and people are starred. Left out
   * where no frame holds anything personal.
   */
  mask?(meaning: Meaning): Meaning;
}
