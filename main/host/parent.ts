// The process that started the host, if it wants to talk: Electron's shell through the utility process's port, or a Node
// parent through its IPC channel. Both get the same messages; when either goes away, the host stops.

interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
}

export interface Parent {
  send(message: Readonly<Record<string, unknown>>): void;
}

const isStop = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'stop';

/** `process.parentPort` exists inside Electron's utility process only, and Node's types do not know it. */
const electronPort = (): ElectronPort | undefined =>
  (process as NodeJS.Process & { readonly parentPort?: ElectronPort }).parentPort;

export const connectParent = (onStop: () => void): Parent => {
  const port = electronPort();
  if (port !== undefined) {
    port.on('message', ({ data }) => {
      if (isStop(data)) onStop();
    });
    return { send: (message) => port.postMessage(message) };
  }
  process.on('message', (message) => {
    if (isStop(message)) onStop();
  });
  process.on('disconnect', onStop);
  return {
    send: (message) => {
      process.send?.(message);
    },
  };
};
