// A batch of the journal as bytes of the wire.
import { deflateRawSync } from 'node:zlib';
import { HUB_DEFLATE_FROM_BYTES, HUB_MESSAGE_VERSION, type HubMessage } from '../../../contract/hub.ts';
import type { OutgoingMessage } from './line.ts';
import type { LinkState } from './rules.ts';
import type { Batch } from './store.ts';

export interface MessageFacts {
  readonly site: string;
  readonly state: Pick<LinkState, 'epoch' | 'after' | 'generation'>;
  readonly sentAtMs: number;
}

export const messageOf = (batch: Batch, { site, state, sentAtMs }: MessageFacts): OutgoingMessage => {
  const { epoch, after, generation } = state;
  const message: HubMessage = {
    v: HUB_MESSAGE_VERSION,
    site,
    epoch,
    after,
    generation,
    sentAtMs,
    ...batch,
    rows: [...batch.rows],
  };
  const plain = Buffer.from(JSON.stringify(message));
  const isDeflated = plain.length > HUB_DEFLATE_FROM_BYTES;
  return {
    id: `${site}:${epoch.slice(0, 8)}:${batch.first}-${batch.last}:${generation}`,
    bytes: isDeflated ? deflateRawSync(plain, { level: 1 }) : plain,
    isDeflated,
  };
};
