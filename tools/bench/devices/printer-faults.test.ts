import { expect, it } from 'vitest';
import { runPrinterFaults } from './printer-faults.ts';

it('forty tickets meet printer trouble: none is lost or promised twice, and a paper too much says reprint', async () => {
  await using keep = new AsyncDisposableStack();
  const summary = await runPrinterFaults({ runs: 40, lanes: 8, seed: 7, keep, say: () => undefined });
  expect(summary).toMatchObject({
    runs: 40,
    lost: 0,
    issuedTwice: 0,
    moreThanOneExtra: 0,
    strangePapers: 0,
    falselyConfirmed: 0,
    unknownCommands: [],
  });
}, 120_000);
