// One hub a data folder. The second one would end the servers of the first, which it takes for left behind.
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { HubError } from '../hub-error.ts';

/** A name that only the kernel knows: it is free again in the moment in which its holder ends, however that ends. */
const nameOf = (folder: string): string =>
  `\0motcua-hub-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32)}`;

/** Held until it is disposed of or this process ends. Errors: HubError while another process holds the folder. */
export const holdFolder = async (folder: string): Promise<AsyncDisposable> => {
  const holder = createServer();
  await new Promise<void>((resolve, reject) => {
    holder.once('error', (cause) =>
      reject(
        'code' in cause && cause.code === 'EADDRINUSE'
          ? new HubError(
              `A hub works in ${folder} already, and nothing was changed. End it first (Ctrl-C where it was started), or give this one a folder of its own: --data <folder>`,
            )
          : cause,
      ),
    );
    holder.listen({ path: nameOf(folder) }, resolve);
  });
  holder.unref();
  return { [Symbol.asyncDispose]: () => new Promise((resolve) => holder.close(() => resolve())) };
};
