// A Zebra scanner over TCP, and one that is played packet by packet.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, type TestContext } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import { createRealClock } from '../core/clock.ts';
import type { DriverDeps } from '../core/contract.ts';
import { hex, startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createOpenTransport } from '../core/transport.ts';
import { buildFrame, OPCODES } from './codec.ts';
import { createSsiScanner } from './driver.ts';

const packet = (text: string, status: number) =>
  buildFrame({ opcode: OPCODES['decode-data'], source: 0, status, data: Uint8Array.of(0x1c, ...Buffer.from(text)) });
const ACK = buildFrame({ opcode: OPCODES['cmd-ack'], source: 0, status: 0, data: new Uint8Array(0) });

const play = async (context: TestContext) => {
  const sockets: Socket[] = [];
  let heard = '';
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', (bytes) => {
      heard += hex(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const id = DeviceId.parse('played');
  const counted: Record<string, number> = {};
  const count = (what: string) => {
    counted[what] = (counted[what] ?? 0) + 1;
  };
  const deps: DriverDeps = {
    open: createOpenTransport(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, id),
    clock: createRealClock(),
    log: () => undefined,
    random: () => 0,
    count,
  };
  const scanner = createSsiScanner(id, deps);
  const scans: string[] = [];
  scanner.subscribe((event) => {
    if (event.type === 'scanned') scans.push(`${event.scan.symbology} ${event.scan.text}`);
  });
  context.onTestFinished(async () => {
    await scanner.stop();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  scanner.start();
  const socket = await until('a connection', () => sockets[0]);
  return { scanner, socket, scans, counted, heard: () => heard };
};
const ackHex = '04d00400ff28';

describe('a Zebra scanner', () => {
  it('a code in two packets is one scan, and each packet is acknowledged', async (context) => {
    const { socket, scans, heard } = await play(context);
    socket.write(packet('http', 2));
    await until('the first acknowledgement', () => heard().includes(ackHex));
    socket.write(packet('http', 0));
    await until('the scan', () => scans.length > 0);
    expect(scans).toEqual(['Q1 httphttp']);
    await until('the second acknowledgement', () => heard().split(ackHex).length === 3);
  });

  it('our acknowledgement was lost: the packet that comes again is not read twice', async (context) => {
    const { socket, scans, heard } = await play(context);
    socket.write(packet('ab', 2));
    socket.write(packet('ab', 3));
    socket.write(packet('cd', 0));
    await until('the scan', () => scans.length > 0);
    expect(scans).toEqual(['Q1 abcd']);
    await until('an answer to each', () => heard().split(ackHex).length === 4);
  });

  it('a wrong checksum is asked for again', async (context) => {
    const { socket, scans, counted, heard } = await play(context);
    const spoiled = packet('code', 0).map((byte, at) => (at === 6 ? byte ^ 1 : byte));
    socket.write(spoiled);
    await until('CMD_NAK', () => heard().includes('05d1040001ff25'));
    socket.write(packet('code', 1));
    await until('the scan', () => scans.length > 0);
    expect(scans).toEqual(['Q1 code']);
    expect(counted).toMatchObject({ 'checksum-errors': 1, 'good-reads': 1 });
  });

  it('"NR" is a failed read and no scan', async (context) => {
    const { socket, scans, counted } = await play(context);
    socket.write(Buffer.from('07f30000014e52fe65', 'hex'));
    await until('the failed read', () => counted['failed-reads'] === 1);
    expect(scans).toEqual([]);
  });

  it('answers nothing: failed with what to set, ready when it speaks', async (context) => {
    const { scanner, socket } = await play(context);
    await untilHealth(scanner, 'failed', 4000);
    expect(scanner.health.fault).toMatchObject({ code: 'timeout', recovery: 'service' });
    socket.write(packet('x', 0));
    await untilHealth(scanner, 'ready');
  });

  it('the light goes on when it is asked for', async (context) => {
    const rack = await startRackUnderTest([{ kind: 'scanner-ssi', id: 'zebra', listen: { tcp: 0 } }]);
    context.onTestFinished(() => rack.close());
    const scanner = createSsiScanner(DeviceId.parse('zebra'), await rack.depsFor('zebra'));
    context.onTestFinished(() => scanner.stop());
    scanner.start();
    await untilHealth(scanner, 'ready');
    expect(await scanner.trigger()).toEqual({ ok: true, value: 'triggered' });
    expect(await rack.device('scanner-ssi', 'zebra')).toMatchObject({ isLit: true, unknown: [] });
  });

  it('a command that is refused is not supported', async (context) => {
    const { scanner, socket, heard } = await play(context);
    socket.write(ACK);
    await untilHealth(scanner, 'ready');
    const triggered = scanner.trigger();
    await until('START_SESSION', () => heard().includes('04e40400ff14'));
    socket.write(buildFrame({ opcode: OPCODES['cmd-nak'], source: 0, status: 0, data: Uint8Array.of(6) }));
    expect(await triggered).toEqual({ ok: true, value: 'unsupported' });
  });
});
