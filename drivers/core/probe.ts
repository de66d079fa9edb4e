// How a driver recognises its device on a line that nobody has described yet (`motcua devices scan`). A plugin brings its
// own probe, so that a new device stays one folder. Sources of order and waits: the manuals in each driver's README; what
// a question does to the wrong device decides its place.

export type Confidence = 'certain' | 'likely' | 'possible';

export interface Recognised {
  /** For the fitter: what it is, and what it called itself. */
  readonly model: string;
  /** `certain`: an answer with a checksum or a name. `likely`: a form that little else has. `possible`: look at it. */
  readonly confidence: Confidence;
  /** The bytes that told it, hexadecimal or in words. Never the number of a card, nor what somebody scanned. */
  readonly evidence: string;
  /** Keys of site.yaml that the answer gives, such as the model. */
  readonly options: Readonly<Record<string, string | number>>;
}

/** From what harms nobody to what another device would take for an order; the scan asks in this order. */
export const CAUTION = {
  /** Asks nothing. */
  listen: 0,
  /** DLE EOT: harmless to everything known. */
  realTime: 10,
  /** ESC ACK SOH. */
  escape: 20,
  /** A short frame with a checksum, which nobody waits behind. */
  checked: 25,
  /** Binary frames with a head that only its own kind takes. */
  framed: 30,
  /** Text that a printer without status would keep for its next line. */
  text: 40,
  /** Answers only to its address, which the fitter gives. */
  addressed: 50,
  /** ESC e: on a printer it pulls paper back and eats a byte. */
  last: 90,
} as const;

/** What the fitter told the scan. */
export interface ProbeGiven {
  /** Units on a shared line that may be asked; none are asked by guess. */
  readonly addresses: readonly number[];
}

export interface ProbeQuestion {
  readonly caution: number;
  /** Baud rates to try on a serial line, the usual first; none: not on serial lines. */
  readonly bauds: readonly number[];
  /** TCP ports where it may be asked; `any`: also behind a serial-to-Ethernet box on whatever port. */
  readonly tcpPorts: readonly number[] | 'any';
  /** Also on USB printers (/dev/usb/lp*). */
  readonly files: 'asked' | 'not-asked';
  /** What is sent, one after the other until one is answered; empty where it only listens. */
  frames(given: ProbeGiven): readonly Uint8Array[];
  /** `answer`: all that came since `sent` (null while listening), without the echo of a half-duplex line. */
  recognise(answer: Uint8Array, sent: Uint8Array | null): Recognised | null;
  /** Asked once it is recognised, such as for its name; an answer that says nothing leaves what was known. */
  readonly more?: {
    readonly frame: Uint8Array;
    refine(known: Recognised, answer: Uint8Array): Recognised;
  };
}

/** What the system says of a USB device without opening it. */
export interface UsbSeen {
  /** As numbers, such as 0x0fd9. */
  readonly vendorId: number;
  readonly productId: number;
  readonly product: string | null;
  /** Of HID collections; empty for others, and where it cannot be told. */
  readonly usagePages: readonly number[];
  readonly line: 'serial' | 'file' | 'hid';
}

export interface Probe {
  readonly questions: readonly ProbeQuestion[];
  /**
   * By its ids alone. Never by those of a USB-serial bridge (067b:2303, 1a86:7523, 0403:6001, 10c4:ea60): anything may be
   * behind one.
   */
  usb(seen: UsbSeen): Recognised | null;
}

export const toHex = (bytes: Uint8Array): string =>
  bytes.length <= 24 ? Buffer.from(bytes).toString('hex') : `${Buffer.from(bytes.subarray(0, 24)).toString('hex')}…`;

export const usbName = ({ vendorId, productId, product }: UsbSeen): string => {
  const id = (value: number) => value.toString(16).padStart(4, '0');
  return `${id(vendorId)}:${id(productId)}${product === null ? '' : ` ${product}`}`;
};
