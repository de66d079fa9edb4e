import { expect, it } from 'vitest';
import { networkOf } from './network-of.ts';

it('the addresses of one household count as one, however they are written', () => {
  expect(networkOf('192.168.1.7')).toBe('192.168.1.7');
  expect(networkOf('::ffff:192.168.1.7')).toBe('192.168.1.7');
  expect(networkOf('2001:db8:0:12:aaaa::1')).toBe('2001:db8:0:12');
  expect(networkOf('2001:db8::12:0:0:0:1')).toBe('2001:db8:0:12');
  expect(networkOf('2001:0db8:0000:0012:1:2:3:4')).toBe('2001:db8:0:12');
  expect(networkOf('::1')).toBe('0:0:0:0');
});
