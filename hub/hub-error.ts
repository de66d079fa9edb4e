/** Trouble of the hub that a person can mend; the message says how. */
export class HubError extends Error {
  override readonly name = 'HubError';
}

export type HubLog = (
  level: 'info' | 'warn' | 'error',
  message: string,
  detail?: Readonly<Record<string, unknown>>,
) => void;
