// One event of a Dahua device as text: `Code=…;action=…;index=…[;data={…}]`. Data is JSON and may hold `=` and `;`.
// Source: Dahua HTTP API, eventManager.cgi.
import { ok, type Result, refuse } from '../../contract/result.ts';

export interface DahuaEvent {
  readonly code: string;
  readonly action: string;
  readonly index: number;
  readonly data: unknown;
}

const FORM = /^Code=([\w.-]+);\s*action=(\w+);\s*index=(\d{1,5})(?:;\s*data=([\s\S]*))?$/;

/** Null: a heartbeat. The error says what is wrong with the text. */
export const parseDahuaEvent = (text: string): Result<DahuaEvent | null, string> => {
  const body = text.trim();
  if (body === 'Heartbeat') return ok(null);
  const [, code, action, index, data] = FORM.exec(body) ?? [];
  if (code === undefined || action === undefined)
    return refuse(`"${body.slice(0, 60)}" is not Code=…;action=…;index=…, nor Heartbeat`);
  if (data === undefined) return ok({ code, action, index: Number(index), data: null });
  try {
    return ok({ code, action, index: Number(index), data: JSON.parse(data) });
  } catch (cause) {
    return refuse(`The data of ${code} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
};
