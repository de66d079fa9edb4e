// Errands that waited at the hub while this site was silent: done at the site's own door, with its checks, and answered sealed.
// Each command of the door is the same command when it comes again, so what was done before the host fell over is not done twice.
import type { DownlinkAnswer, DownlinkCommand } from '../../../contract/downlink.ts';
import { Errand } from '../../../contract/errand.ts';
import { StoreError } from '../../store/store-error.ts';
import type { Box } from '../hub-link/index.ts';
import { type DoorRequest, farAddress } from './door.ts';

export interface ErrandsDeps {
  readonly box: Pick<Box, 'publicKey' | 'open' | 'seal'>;
  readonly request: DoorRequest;
}

/** What the disk or a restart keeps from being done now is no answer. */
const passes: ReadonlySet<unknown> = new Set(['storage-full', 'storage-failed', 'stopping']);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** What the command said, as a page of the hall would have got it. Errors: StoreError while nothing can be stored; a fault of the door. */
const resultOf = ({ status, body }: Awaited<ReturnType<DoorRequest>>): unknown => {
  if (status >= 400 && status < 500) return { ok: false, error: { code: 'bad-input' } };
  const answer = parsed(body) as { result?: { data?: { ok?: unknown; error?: { code?: unknown } } } } | null;
  const data = answer?.result?.data;
  if (status !== 200 || data === undefined) throw new Error(`The door answered an errand with ${status}.`);
  if (passes.has(data.error?.code)) throw new StoreError('busy', `An errand waits: ${String(data.error?.code)}.`);
  return data;
};

/** Does an errand. Errors: as `resultOf`; it is tried again. */
export const createErrands =
  ({ box, request }: ErrandsDeps) =>
  async ({ from, sealed }: Extract<DownlinkCommand, { kind: 'errand' }>): Promise<DownlinkAnswer> => {
    const errand = Errand.safeParse(parsed(box.open(from, sealed) ?? ''));
    if (!errand.success) return { ok: false, error: { code: 'errand-unreadable' } };
    const { name, input, address } = errand.data;
    const answered = await request({
      ...{ method: 'POST', path: `/rpc/${name}`, body: JSON.stringify(input) },
      address: farAddress(address),
    });
    const result = JSON.stringify(resultOf(answered));
    return { ok: true, value: { kind: 'errand', by: box.publicKey, sealed: box.seal(from, result) } };
  };
