// Between a line that delivers when it likes and the one reader of `Transport.bytes`. Nothing is ever dropped: a queue
// that its reader has forgotten reports that it is full, and the transport ends the line.

export interface ByteQueue {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** False when `chunk` would exceed the limit: it was not taken. */
  push(chunk: Uint8Array): boolean;
  /** What is queued can still be read; then the iteration ends. */
  end(): void;
}

export const createByteQueue = (limitBytes: number): ByteQueue => {
  const chunks: Uint8Array[] = [];
  let queuedBytes = 0;
  let hasEnded = false;
  let wake: (() => void) | null = null;

  const wakeReader = () => {
    wake?.();
    wake = null;
  };

  async function* read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = chunks.shift();
      if (chunk !== undefined) {
        queuedBytes -= chunk.length;
        yield chunk;
      } else if (hasEnded) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }

  return {
    bytes: read(),
    push(chunk) {
      if (hasEnded) return true;
      if (queuedBytes + chunk.length > limitBytes) return false;
      chunks.push(chunk);
      queuedBytes += chunk.length;
      wakeReader();
      return true;
    },
    end() {
      hasEnded = true;
      wakeReader();
    },
  };
};
