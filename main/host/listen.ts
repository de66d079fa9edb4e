import type { FastifyInstance } from 'fastify';
import type { SiteConfig } from './site-schema.ts';

/** The address cannot be had. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

const advice: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses it. Is the host running already? Stop that one, or set another server.port',
  EACCES: 'this user may not use it. Take a port above 1023 in server.port',
  EADDRNOTAVAIL:
    'this machine has no such address. Set server.host to 127.0.0.1, 0.0.0.0 or an address of this machine',
};

/** Returns the port, which is the machine's choice where the configuration says 0. Errors: ListenError. */
export const listen = async (
  server: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<number> => {
  try {
    await server.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const reason = advice[code] ?? (cause instanceof Error ? cause.message : String(cause));
    throw new ListenError(`Port ${port} on ${host} cannot be opened: ${reason} [code=${code}].`, { cause });
  }
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
};

/** Under what name this machine itself reaches an address that it listens on. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};

/** Where this machine finds the site, and what the addresses on tickets and posters begin with; without a slash at the end. */
export const addressesOf = (
  { host, phoneHosts, publicUrl }: SiteConfig['server'],
  port: number,
): { readonly url: string; readonly publicUrl: string } => {
  const url = `http://${reachable(host)}:${port}`;
  const [phoneHost] = phoneHosts;
  const phoneUrl = phoneHost === undefined ? url : `http://${phoneHost}:${port}`;
  return { url, publicUrl: (publicUrl ?? phoneUrl).replace(/\/$/, '') };
};
