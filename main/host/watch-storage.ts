// While the disk is full the kiosk offers no numbers, so nobody's press would find out that there is space again: we ask.
import type { OpenSite } from './open-site.ts';

const everyMs = 2_000;

export const watchStorage = ({ db, ledger }: Pick<OpenSite, 'db' | 'ledger'>): Disposable => {
  const write = db.prepare(
    "INSERT INTO command (key, request, reply, day) VALUES ('storage-probe', hex(zeroblob(2048)), '', '')",
  );
  const remove = db.prepare("DELETE FROM command WHERE key = 'storage-probe'");
  let timer: NodeJS.Timeout | undefined;

  const probe = (): void => {
    const look = ledger.submit(() => {
      write.run();
      remove.run();
    });
    // Still full: the ledger said so when it began, and the next probe follows.
    look.catch(() => undefined);
  };

  const watching = ledger.onCondition((condition) => {
    clearInterval(timer);
    timer = condition === 'full' ? setInterval(probe, everyMs) : undefined;
  });
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      watching[Symbol.dispose]();
    },
  };
};
