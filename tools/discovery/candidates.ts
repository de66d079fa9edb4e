// Everything on this machine that a device may stand behind, without opening any of it.
import { realpath } from 'node:fs/promises';
import { SerialPort } from 'serialport';
import type { UsbSeen } from '../../drivers/core/probe.ts';
import { bindingOf, type DeviceNode, listNodes, type SystemRoots } from '../../drivers/core/usb-binding.ts';

export interface Candidate {
  readonly line: 'serial' | 'file' | 'hid' | 'tcp';
  /** As a person looks for it: /dev/ttyUSB0, 0fd9:0080, 192.168.1.50:9100. */
  readonly where: string;
  /** For site.yaml, without baud rate; survives another socket or number where the device allows. */
  readonly url: string;
  /** Device file with links followed; null for what has none. */
  readonly realPath: string | null;
  readonly usb: UsbSeen | null;
  readonly serial: string | null;
}

export interface Listing {
  readonly candidates: readonly Candidate[];
  /** What could not be looked at, and what to do. */
  readonly notes: readonly string[];
}

const hexId = (text: string): number => Number.parseInt(text, 16);

const seenAs = (line: UsbSeen['line'], { usb }: DeviceNode): UsbSeen | null =>
  usb === null
    ? null
    : {
        line,
        vendorId: hexId(usb.vendorId),
        productId: hexId(usb.productId),
        product: [usb.manufacturer, usb.product].filter((text) => text !== null).join(' ') || null,
        usagePages: [],
      };

const ofNodes = (line: 'serial' | 'file', nodes: readonly DeviceNode[]): Candidate[] =>
  nodes.map((node) => ({
    line,
    where: node.path,
    url: `${line}:${bindingOf(node, nodes) ?? node.path}`,
    realPath: node.path,
    usb: seenAs(line, node),
    serial: node.usb?.serial ?? null,
  }));

/** Windows and macOS: the package asks the system. */
const elsewhere = async (): Promise<Candidate[]> =>
  (await SerialPort.list()).map(({ path, vendorId, productId, manufacturer, serialNumber }) => ({
    line: 'serial',
    where: path,
    url: `serial:${path}`,
    realPath: path,
    usb:
      vendorId === undefined || productId === undefined
        ? null
        : {
            line: 'serial',
            vendorId: hexId(vendorId),
            productId: hexId(productId),
            product: manufacturer ?? null,
            usagePages: [],
          },
    serial: serialNumber ?? null,
  }));

const fourDigits = (value: number) => value.toString(16).padStart(4, '0');

const ofHid = async (): Promise<Candidate[]> => {
  const { devicesAsync } = await import('node-hid');
  const collections = (await devicesAsync()).filter(({ path }) => path !== undefined);
  const paths = [...new Set(collections.map(({ path }) => path))];
  const devices = paths.map((path) => collections.filter((one) => one.path === path));
  return devices.flatMap((ofOne) => {
    const [first] = ofOne;
    if (first === undefined) return [];
    const { vendorId, productId, serialNumber, product, manufacturer, path = null } = first;
    const id = `${fourDigits(vendorId)}:${fourDigits(productId)}`;
    const settings = serialNumber ? `?serial=${encodeURIComponent(serialNumber)}` : '';
    return [
      {
        line: 'hid' as const,
        where: id,
        url: `hid:${id}${settings}`,
        realPath: path,
        serial: serialNumber || null,
        usb: {
          line: 'hid' as const,
          vendorId,
          productId,
          product: [manufacturer, product].filter(Boolean).join(' ') || null,
          usagePages: ofOne.flatMap(({ usagePage }) => (usagePage === undefined ? [] : [usagePage])),
        },
      },
    ];
  });
};

/** Without node-hid the kernel's tree still tells the ids. */
const ofHidTree = async (roots: SystemRoots): Promise<Candidate[]> =>
  (await listNodes(roots, 'hidraw')).flatMap((node) => {
    const { usb } = node;
    if (usb === null) return [];
    const id = `${usb.vendorId}:${usb.productId}`;
    const settings = usb.serial === null ? '' : `?serial=${encodeURIComponent(usb.serial)}`;
    const url = `hid:${id}${settings}`;
    return [{ line: 'hid', where: id, url, realPath: node.path, usb: seenAs('hid', node), serial: usb.serial }];
  });

export interface Wanted {
  readonly roots: SystemRoots;
  /** Serial ports that the system does not list, such as PTYs. */
  readonly ports: readonly string[];
  /** <host>:<port> */
  readonly tcp: readonly string[];
}

export const listCandidates = async ({ roots, ports, tcp }: Wanted): Promise<Listing> => {
  const notes: string[] = [];
  const hid = await ofHid().catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    notes.push(`HID devices are listed by their ids only: ${why}. On Debian: apt-get install libusb-1.0-0 libudev1`);
    return ofHidTree(roots);
  });
  const serial = process.platform === 'linux' ? ofNodes('serial', await listNodes(roots, 'tty')) : await elsewhere();
  const given = await Promise.all(
    ports.map(async (path): Promise<Candidate> => {
      const realPath = await realpath(path).catch(() => null);
      return { line: 'serial', where: path, url: `serial:${path}`, realPath, usb: null, serial: null };
    }),
  );
  const addresses = tcp.map(
    (address): Candidate => ({
      line: 'tcp',
      where: address,
      url: `tcp://${address}`,
      realPath: null,
      usb: null,
      serial: null,
    }),
  );
  return {
    candidates: [...serial, ...given, ...ofNodes('file', await listNodes(roots, 'usbmisc')), ...hid, ...addresses],
    notes,
  };
};
