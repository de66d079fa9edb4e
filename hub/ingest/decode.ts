// The bytes of a message, from somebody who may send anything.
import { inflateRawSync } from 'node:zlib';
import { HUB_MESSAGE_MAX_BYTES, HubMessage } from '../../contract/hub.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';

/** `cannot-be-read`: cut off, not compressed as it says, or not a message. `of-another-site`: it names a site that is not its subject's. */
export interface DecodeProblem {
  readonly why: 'cannot-be-read' | 'of-another-site';
  readonly detail: string;
}

export interface Received {
  readonly subject: string;
  readonly bytes: Uint8Array;
  readonly isDeflated: boolean;
}

/** `ev.<part>.<province>.<site>` */
export const siteOf = (subject: string): string => subject.split('.')[3] ?? '';

export const decode = ({ subject, bytes, isDeflated }: Received): Result<HubMessage, DecodeProblem> => {
  try {
    const plain = isDeflated ? inflateRawSync(bytes, { maxOutputLength: HUB_MESSAGE_MAX_BYTES }) : Buffer.from(bytes);
    const message = HubMessage.parse(JSON.parse(plain.toString('utf8')));
    if (message.last < message.first || message.after >= message.first)
      return refuse({
        why: 'cannot-be-read',
        detail: `rows ${message.first} to ${message.last} after ${message.after}: allowed are ascending numbers`,
      });
    return message.site === siteOf(subject)
      ? ok(message)
      : refuse({ why: 'of-another-site', detail: `it names ${message.site}, and came under ${subject}` });
  } catch (cause) {
    return refuse({
      why: 'cannot-be-read',
      detail: cause instanceof Error ? cause.message.slice(0, 500) : String(cause),
    });
  }
};
