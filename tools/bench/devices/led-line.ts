// 64 displays on one RS-485 line of 9600 baud. Exports `ledLine`, a Benchmark as the others of this folder: one line in
// main.ts, `--only led-line`.
import { setTimeout as pause } from 'node:timers/promises';
import { DeviceId } from '../../../contract/ids.ts';
import type { QueueDisplay } from '../../../drivers/core/device-classes.ts';
import { type RackUnderTest, startRackUnderTest, untilHealth } from '../../../drivers/core/test-kit.ts';
import { createModbusDisplay } from '../../../drivers/queue-display-modbus/driver.ts';
import { atLeast, atMost, type Benchmark, fact, ms, seconds, type Unit } from '../figure.ts';
import { median, percentile } from '../stats.ts';

const BAUD = 9600;
const ADDRESSES = Array.from({ length: 64 }, (_, at) => at + 1);
const ROUNDS = 8;
const QUIET_S = 20;
const CALLS = 40;

/** 8N1: a start bit, eight bits, a stop bit. */
const BYTE_MS = (10 / BAUD) * 1000;
/** MODBUS over Serial Line V1.02, 2.5.1.1: 3.5 characters of 11 bits between two frames. */
const GAP_MS = ((3.5 * 11) / BAUD) * 1000;
/** Function 16 with four registers: address, function, first, count, length, data, CRC; the answer has no data. */
const WRITE_BYTES = 1 + 1 + 2 + 2 + 1 + 8 + 2;
const WRITTEN_BYTES = 1 + 1 + 2 + 2 + 2;
/** Function 03 of four registers and its answer. */
const READ_BYTES = 1 + 1 + 2 + 2 + 2;
const TOLD_BYTES = 1 + 1 + 1 + 8 + 2;

/** Question, silence, answer, silence: nothing faster is possible on this line, whatever the host and the units do. */
const exchangeMs = (bytes: number): number => bytes * BYTE_MS + 2 * GAP_MS;
const WRITES_PER_SECOND = 1000 / exchangeMs(WRITE_BYTES + WRITTEN_BYTES);
const READS_PER_SECOND = 1000 / exchangeMs(READ_BYTES + TOLD_BYTES);

const displays: Unit = { name: 'displays/s', digits: 1 };
const percent: Unit = { name: '%', digits: 0 };

interface Line {
  readonly rack: RackUnderTest;
  readonly display: QueueDisplay;
}

const unitsOf = async ({ rack }: Line) => (await rack.device('queue-display-modbus', 'line')).units;

const showOn = async ({ display }: Line, address: number, text: string): Promise<void> => {
  const shown = await display.show(address, text);
  if (!shown.ok) throw new Error(`Display ${address} does not show ${text}: ${shown.error.message}`);
};

/** Seconds that it takes to give every display another number. */
const writeAll = async (line: Line, round: number): Promise<number> => {
  const textOf = (address: number) => `A${String((round * 64 + address) % 1000).padStart(3, '0')}`;
  const startedMs = performance.now();
  await Promise.all(ADDRESSES.map((address) => showOn(line, address, textOf(address))));
  const tookS = (performance.now() - startedMs) / 1000;
  const wrong = (await unitsOf(line)).filter(({ address, text }) => text !== textOf(address));
  if (wrong.length > 0) throw new Error(`${wrong.length} displays show another number, such as ${wrong[0]?.text}`);
  return tookS;
};

/** Displays read back in a second while nobody calls. */
const refreshRate = async ({ rack }: Line): Promise<number> => {
  const before = await rack.device('queue-display-modbus', 'line');
  const startedMs = performance.now();
  await pause(QUIET_S * 1000);
  const after = await rack.device('queue-display-modbus', 'line');
  return (after.bytesIn - before.bytesIn) / READ_BYTES / ((performance.now() - startedMs) / 1000);
};

/** Milliseconds from a call to its digits, one call after the other, while the others are read back. */
const callTimes = async (line: Line): Promise<number[]> => {
  const times: number[] = [];
  for (let call = 0; call < CALLS; call++) {
    const address = ((call * 13) % ADDRESSES.length) + 1;
    const calledAtMs = Date.now();
    await showOn(line, address, `C${String(call).padStart(3, '0')}`);
    const unit = (await unitsOf(line)).find((one) => one.address === address);
    times.push((unit?.litAtMs ?? Number.POSITIVE_INFINITY) - calledAtMs);
    await pause(100);
  }
  return times;
};

export const ledLine: Benchmark = {
  name: 'led-line',
  title: '64 displays on one line of 9600 baud',
  method: `One driver, 64 simulated Modbus RTU displays on one PTY whose bytes take the time that they take at ${BAUD} baud 8N1 (10 bits, ${BYTE_MS.toFixed(2)} ms), question and answer alike; a unit thinks for 5 ms. The line's own limit is computed: a write of four digits is ${WRITE_BYTES} bytes and its answer ${WRITTEN_BYTES}, a read ${READ_BYTES} and ${TOLD_BYTES}, each followed by 3.5 characters of silence (${GAP_MS.toFixed(2)} ms). ${ROUNDS} rounds give every display another number; then ${QUIET_S} s in which nobody calls and all are read back every 5 s; then ${CALLS} single calls in between.`,
  run: async ({ keep, say }) => {
    const rack = await startRackUnderTest([
      { kind: 'queue-display-modbus', id: 'line', listen: { pty: 'line', baud: BAUD }, addresses: ADDRESSES },
    ]);
    keep.defer(() => rack.close());
    const deps = await rack.depsFor('line');
    const display = createModbusDisplay(DeviceId.parse('line'), { profile: 'dm36b06', framing: 'rtu' }, deps);
    keep.defer(() => display.stop());
    display.start();
    await untilHealth(display, 'ready');
    const line = { rack, display };
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push(await writeAll(line, round));
      say(`round ${round + 1} of ${ROUNDS}`);
    }
    const refreshed = await refreshRate(line);
    const calls = await callTimes(line);
    const rate = ADDRESSES.length / median(rounds);
    return [
      fact('limit of the line, writing (computed)', WRITES_PER_SECOND, displays),
      fact('written', rate, displays),
      atLeast(75, percent, { name: 'written, of the limit', value: (100 * rate) / WRITES_PER_SECOND }),
      fact('all 64 written, median', median(rounds), seconds),
      fact('limit of the line, reading back (computed)', READS_PER_SECOND, displays),
      atLeast(10, displays, {
        name: 'read back while nobody calls, each every 5 s',
        value: refreshed,
      }),
      fact('share of the line that this takes', (100 * refreshed) / READS_PER_SECOND, percent),
      fact('a call between the reads is lit, median', median(calls), ms),
      atMost(200, ms, { name: 'a call between the reads is lit, p99', value: percentile(calls, 0.99) }),
    ];
  },
};
