// The cookies that stand for a log-in or for a paired screen.
import type { FastifyReply, FastifyRequest } from 'fastify';

/** `counter`: a clerk at a counter; `office`: a log-in elsewhere; `screen`: a paired kiosk; `rater`: a phone that scanned a sign. */
export type CookieKind = 'counter' | 'office' | 'screen' | 'rater';

const names = {
  counter: 'motcua-staff',
  office: 'motcua-office',
  screen: 'motcua-screen',
  rater: 'motcua-rater',
} as const;
const livesSeconds = { counter: 12 * 3600, office: 12 * 3600, screen: 400 * 24 * 3600, rater: 7 * 24 * 3600 } as const;
// Not `secure`: a site speaks http on its own network until it has a certificate.
const options = { path: '/', httpOnly: true, sameSite: 'strict' } as const;

export const readCookie = (request: FastifyRequest, kind: CookieKind): string | null =>
  request.cookies[names[kind]] ?? null;

/** Null takes the cookie back. */
export const writeCookie = (reply: FastifyReply, kind: CookieKind, value: string | null): void => {
  if (value === null) reply.clearCookie(names[kind], options);
  else reply.setCookie(names[kind], value, { ...options, maxAge: livesSeconds[kind] });
};

/** The cookie of a paired screen in the headers of a machine that is one itself. */
export const screenCookie = {
  /** The `cookie` header with this machine's own in place of the browser's. */
  put: (header: string | undefined, cookie: string | null): string =>
    [
      ...(header ?? '').split(/;\s*/).filter((one) => one !== '' && !one.startsWith(`${names.screen}=`)),
      ...(cookie === null ? [] : [`${names.screen}=${cookie}`]),
    ].join('; '),
  /** What `set-cookie` gives this machine, and what it gives the browser. */
  take: (
    header: string | readonly string[] | undefined,
  ): { readonly given: string | null; readonly others: string[] } => {
    const all = header === undefined ? [] : typeof header === 'string' ? [header] : [...header];
    const isOurs = (one: string): boolean => one.startsWith(`${names.screen}=`);
    const ours = all.find(isOurs)?.slice(names.screen.length + 1);
    return { given: ours?.split(';')[0] ?? null, others: all.filter((one) => !isOurs(one)) };
  },
};
