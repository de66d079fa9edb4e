// The cookie that stands for a staff log-in.
import type { FastifyReply, FastifyRequest } from 'fastify';

const name = 'motcua-staff';
// Not `secure`: a site speaks http on its own network until it has a certificate.
const options = { path: '/', httpOnly: true, sameSite: 'strict', maxAge: 12 * 3600 } as const;

export const readSessionCookie = (request: FastifyRequest): string | null => request.cookies[name] ?? null;

export const writeSessionCookie = (reply: FastifyReply, value: string): void =>
  void reply.setCookie(name, value, options);

export const clearSessionCookie = (reply: FastifyReply): void => void reply.clearCookie(name, options);
