// Scan something during the scan of the ports. What was scanned may be somebody's card: only its length is told.
import { CAUTION, type Probe, usbName } from '../core/probe.ts';
import { createScanReader } from './codec.ts';

/** Vendors whose USB-COM devices are scanners. Sources: lsusb of Honeywell, Zebra and Symbol, Datalogic, Newland scanners. */
const VENDORS: ReadonlyMap<number, string> = new Map([
  [0x0c2e, 'Honeywell'],
  [0x05e0, 'Zebra'],
  [0x05f9, 'Datalogic'],
  [0x1eab, 'Newland'],
]);

const SHORTEST = 4;
/** Between the fields of GS1 codes. */
const GROUP_SEPARATOR = '\u001d';
const isText = (bytes: Uint8Array): boolean => {
  try {
    return !/\p{Cc}/u.test(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\t', '').replaceAll(GROUP_SEPARATOR, ''),
    );
  } catch {
    return false;
  }
};

export const serialScannerProbe: Probe = {
  questions: [
    {
      caution: CAUTION.listen,
      bauds: [9600, 115_200],
      tcpPorts: 'any',
      files: 'not-asked',
      frames: () => [],
      recognise(answer) {
        const scan = createScanReader('any')
          .push(answer)
          .find(({ bytes, kind }) => kind === 'scan' && bytes.length >= SHORTEST && isText(bytes));
        if (scan === undefined) return null;
        return {
          model: 'Scanner that sends text',
          confidence: 'possible',
          evidence: `heard a line of ${scan.bytes.length} bytes of text`,
          options: {},
        };
      },
    },
  ],
  usb(seen) {
    const maker = seen.line === 'serial' ? VENDORS.get(seen.vendorId) : undefined;
    if (maker === undefined) return null;
    return { model: `${maker} scanner as USB-COM`, confidence: 'likely', evidence: usbName(seen), options: {} };
  },
};
