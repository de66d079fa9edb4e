// DLE EOT is answered in real time, also while offline; GS I 67 gives the name where the printer has one.
import { CAUTION, type Probe, type Recognised, toHex, usbName } from '../core/probe.ts';
import { createAnswerParser, requestStatus } from './codec.ts';

/** GS I 67: model name, 5F text 00. */
const ASK_NAME = Uint8Array.of(0x1d, 0x49, 67);
const NAME_HEADER = 0x5f;
/** Usual printers of 58 mm paper by their names; all others are taken for 80 mm. */
const NARROW = /58|TM-P20|TM-m10/i;

const answersIn = (bytes: Uint8Array) => createAnswerParser().push(bytes);

const refine = (known: Recognised, answer: Uint8Array): Recognised => {
  const block = answersIn(answer).find((one) => one.kind === 'block' && one.header === NAME_HEADER);
  if (block?.kind !== 'block') return known;
  const name = Buffer.from(block.content).toString('latin1');
  const maker = /^TM-/i.test(name) ? 'epson' : 'generic';
  return {
    model: `ESC/POS printer "${name}"`,
    confidence: 'certain',
    evidence: `${known.evidence}; 1d4943 → ${toHex(answer)}`,
    options: { model: `${maker}-${NARROW.test(name) ? 58 : 80}` },
  };
};

/** Vendors whose printers of the USB printer class speak ESC/POS; Xprinter and its like use the ids of chip makers. */
const VENDORS: ReadonlyMap<number, string> = new Map([
  [0x04b8, 'epson-80'],
  [0x0416, 'generic-80'],
  [0x0483, 'generic-80'],
  [0x1fc9, 'generic-80'],
]);

export const escposProbe: Probe = {
  questions: [
    {
      caution: CAUTION.realTime,
      bauds: [9600, 115_200, 19_200, 38_400],
      tcpPorts: 'any',
      files: 'asked',
      frames: () => [requestStatus(1)],
      recognise(answer) {
        const heard = answersIn(answer);
        const status = heard.find((one) => one.kind === 'real-time-status');
        if (status?.kind !== 'real-time-status') return null;
        return {
          model: 'ESC/POS printer',
          confidence: heard.length === 1 ? 'likely' : 'possible',
          evidence: `100401 → ${toHex(answer)}`,
          options: { model: 'generic-80' },
        };
      },
      more: { frame: ASK_NAME, refine },
    },
  ],
  usb(seen) {
    const model = seen.line === 'file' ? VENDORS.get(seen.vendorId) : undefined;
    if (model === undefined) return null;
    return { model: 'ESC/POS printer', confidence: 'likely', evidence: usbName(seen), options: { model } };
  },
};
