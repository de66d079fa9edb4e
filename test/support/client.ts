// The typed client that tests and tools drive a host with, as a screen does.
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from '../../contract/rpc.ts';

export interface HostClient {
  readonly rpc: TRPCClient<AppRouter>;
  /** The staff cookie after a log-in, as a Cookie header. */
  cookie(): string;
}

/** Keeps the staff cookie, as a browser would. */
export const createHostClient = (url: string): HostClient => {
  let cookie = '';
  const link = httpLink({
    url: `${url}/rpc`,
    headers: () => (cookie === '' ? {} : { cookie }),
    fetch: async (input, init) => {
      const response = await fetch(input, init as RequestInit);
      const [given] = response.headers.getSetCookie();
      if (given !== undefined) cookie = given.split(';')[0] ?? '';
      return response;
    },
  });
  return { rpc: createTRPCClient<AppRouter>({ links: [link] }), cookie: () => cookie };
};
