import type { FastifyRequest } from 'fastify';

/** A socket that listens on IPv6 too shows IPv4 callers with a prefix. */
export const addressOf = ({ ip }: FastifyRequest): string => ip.replace(/^::ffff:/, '');
