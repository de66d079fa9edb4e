// What browsers are told to forbid the pages of this site. Put together once: helmet's plugin does it anew for each answer,
// which took 4 % of the host's time under load.
import { IncomingMessage, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    connectSrc: ["'self'"],
    fontSrc: ["'self'"],
    formAction: ["'self'"],
    // The manager's page shows the boards small.
    frameAncestors: ["'self'"],
    frameSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    mediaSrc: ["'self'"],
    objectSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
  },
};

/** Names in small letters. */
export const fixedHeaders = (): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {};
  const collect = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  };
  const set = helmet({
    contentSecurityPolicy,
    // The site speaks http on its own network; a promise of https would lock screens out.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  set(new IncomingMessage(new Socket()), collect as unknown as ServerResponse, (error) => {
    if (error !== undefined) throw error;
  });
  return headers;
};
