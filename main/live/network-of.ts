/** What one household or one server has: an IPv4 address, or the first 64 bits of an IPv6 address. */
export const networkOf = (written: string): string => {
  // A socket that listens on IPv6 too shows IPv4 callers with a prefix.
  const address = written.replace(/^::ffff:(?=[0-9.]+$)/i, '');
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const missing = address.includes('::')
    ? 8 - groups.length - tail.split(':').filter((group) => group !== '').length
    : 0;
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail.split(':')]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
};
