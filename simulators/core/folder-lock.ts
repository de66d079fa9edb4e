// One rack to a folder of PTY links. The lock is a listening socket in Linux's abstract namespace: the system drops it
// with the process, so a killed rack leaves nothing behind. Elsewhere there is no such name, and no lock.
import { mkdirSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { ok, type Result, refuse } from '../../contract/result.ts';

/** The error says which folder is taken. */
export const lockLinkFolder = (folder: string): Promise<Result<Disposable, string>> => {
  mkdirSync(folder, { recursive: true });
  const path = `\0motcua-rack:${realpathSync(folder)}`;
  return new Promise((resolve) => {
    if (process.platform !== 'linux') return resolve(ok({ [Symbol.dispose]: () => undefined }));
    const server = createServer((socket) => socket.destroy());
    server.once('error', () =>
      resolve(refuse(`Another rack has its devices in ${folder}; end that one or choose another folder`)),
    );
    server.listen({ path }, () => resolve(ok({ [Symbol.dispose]: () => void server.close() })));
    server.unref();
  });
};
