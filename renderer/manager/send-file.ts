// Hands a file to the host, to be looked at or to be stored.
import { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Trouble } from '../lib/rpc.ts';
import { withTimeLimit } from '../lib/time-limit.ts';

/** A file of two megabytes takes a while on a poor line. */
const answerLimitMs = 60_000;

export const sendFile = async <Report>(
  file: File,
  place: string,
  how: Readonly<Record<string, string>>,
): Promise<Result<Report, Trouble>> => {
  const query = new URLSearchParams({ name: file.name, ...how });
  try {
    return await withTimeLimit(answerLimitMs, async (signal) => {
      const response = await fetch(`${place}?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: file,
        signal,
      });
      if (response.ok) return ok<Report>(await response.json());
      const refusal = Refusal.safeParse(await response.json());
      return refuse<Trouble>(refusal.success ? refusal.data : { code: 'bad-input' });
    });
  } catch {
    return refuse<Trouble>({ code: 'no-connection' });
  }
};
