import { expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import { crcModbus } from '../core/crc16.ts';
import { readFrames } from '../core/test-kit.ts';
import { modbus } from './protocol.ts';

const hexOf = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const rtu = (body: string) => {
  const bytes = Buffer.from(body.replaceAll(' ', ''), 'hex');
  const crc = crcModbus(bytes);
  return Buffer.from([...bytes, crc & 0xff, crc >> 8]).toString('hex');
};

const ask = 'host->device';
const say = 'device->host';
it.each([
  ['a wrong CRC', ask, '1103006b00037688', 'it must be 7687'],
  ['the misprint of the AT381x manual', ask, '0110300c0001020001fac8', 'it must be 575f'],
  ['a reply whose count is one too many', say, rtu('110308ae4156524340'), 'do not fit function 3'],
  ['a request of 126 registers', ask, rtu('0103000000 7e'), 'allowed: 1 to 125'],
  ['no registers at all', ask, rtu('010300000000'), 'allowed: 1 to 125'],
  ['a write whose byte count is not twice its count', ask, rtu('111000010002 03 000a01'), 'do not fit function 16'],
  ['a coil that is half on', ask, rtu('010500011234'), 'allowed: 0 and 65280'],
  ['an unknown function', ask, rtu('012b00000000'), 'Function 43'],
  ['an exception that does not exist', say, rtu('118363'), 'Exception 99'],
  ['an exception of two bytes', say, rtu('11830404'), 'one byte of data'],
  ['address 248', ask, rtu('f80300000001'), 'Address 248'],
  ['a frame cut short', ask, '1103', 'at least 4'],
  ['ASCII with a wrong LRC', ask, hexOf(':1103006B00037F\r\n'), 'LRC is 7f; for these bytes it must be 7e'],
  ['ASCII without its end', ask, hexOf(':1103006B00037E'), 'CR LF'],
  ['ASCII in small letters', ask, hexOf(':1103006b00037e\r\n'), 'capital hex digits'],
  ['Modbus TCP whose length is one too many', ask, '0001000000071103006b0003', 'would be 6 and is 7'],
  ['Modbus TCP that says another protocol', ask, '0001000100061103006b0003', 'CRC is'],
] as const)('%s: refused by name', (_, direction, hex, reason) => {
  expect(modbus.decode(direction, Buffer.from(hex, 'hex'))).toMatchObject({
    ok: false,
    error: expect.stringContaining(reason),
  });
});

framesConform(modbus, readFrames(new URL('./frames/modbus.json', import.meta.url)));
