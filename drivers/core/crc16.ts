// The two CRC-16 of serial protocols, both with the polynomial 8005 reflected (A001) and sent low byte first. Over bytes
// with their own CRC behind them both are 0.
const TABLE = Uint16Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0xa001;
  return crc;
});

const crcFrom = (start: number, bytes: ArrayLike<number>): number => {
  let crc = start;
  for (let at = 0; at < bytes.length; at++) crc = (crc >> 8) ^ (TABLE[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return crc;
};

/** MODBUS over Serial Line V1.02, 6.2.2. */
export const crcModbus = (bytes: ArrayLike<number>): number => crcFrom(0xffff, bytes);
export const crcArc = (bytes: ArrayLike<number>): number => crcFrom(0, bytes);
