import type { FastifyReply } from 'fastify';

const policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/** A built page, with what browsers are told to forbid it. */
export const sendPage = (reply: FastifyReply, file: string): FastifyReply =>
  reply
    .header('content-security-policy', policy)
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-cache')
    .sendFile(file);
