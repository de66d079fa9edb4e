// Which device file belongs to which USB device, read from the kernel's tree: /sys/class/<class>/<name>/device leads into
// the tree of the bus, and the first folder upwards with `idVendor` is the USB device. Port numbers (ttyUSB0, lp0) go by
// the order of plugging; ids, serial numbers and sockets stay. udev is not needed. Source: kernel, sysfs-rules.rst.
//
//   usb/<vendor>:<product>                     the only one of its kind on this machine
//   usb/<vendor>:<product>/<serial number>     percent-encoded; of any socket
//   usb/<vendor>:<product>/@1-1.2              whatever is in that socket: devices without a serial number
//   …/if01                                     one port of an adapter with several
import { readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { ok, type Result, refuse } from '../../contract/result.ts';

/** Folders of the system; tests build their own. */
export interface SystemRoots {
  readonly sysfs: string;
  readonly dev: string;
}
export const LINUX: SystemRoots = { sysfs: '/sys', dev: '/dev' };

export interface UsbDevice {
  /** Four hexadecimal digits, lower case. */
  readonly vendorId: string;
  readonly productId: string;
  readonly serial: string | null;
  readonly manufacturer: string | null;
  readonly product: string | null;
  /** Bus and ports on the way to it, such as 1-1.2. */
  readonly socket: string;
  /** Two hexadecimal digits. */
  readonly interfaceNumber: string | null;
}

export interface DeviceNode {
  /** Below `dev`, such as /dev/ttyUSB0. */
  readonly path: string;
  /** Null for a device of another bus, such as a port of the main board. */
  readonly usb: UsbDevice | null;
}

/** `tty`: serial ports. `usbmisc`: printers of the printer class. `hidraw`: HID devices. */
export type NodeClass = 'tty' | 'usbmisc' | 'hidraw';
const FOLDER_IN_DEV: Readonly<Record<NodeClass, string>> = { tty: '', usbmisc: 'usb', hidraw: '' };

const textOf = async (folder: string, name: string): Promise<string | null> =>
  readFile(path.join(folder, name), 'utf8').then(
    (text) => text.trim() || null,
    () => null,
  );

/** `folder` lies anywhere in the tree of the bus. */
const usbDeviceOf = async (folder: string, top: string): Promise<UsbDevice | null> => {
  let interfaceNumber: string | null = null;
  for (let at = folder; at.length > top.length; at = path.dirname(at)) {
    interfaceNumber ??= await textOf(at, 'bInterfaceNumber');
    const vendorId = await textOf(at, 'idVendor');
    const productId = await textOf(at, 'idProduct');
    if (vendorId === null || productId === null) continue;
    const [serial, manufacturer, product] = await Promise.all(
      ['serial', 'manufacturer', 'product'].map((name) => textOf(at, name)),
    );
    return {
      vendorId: vendorId.toLowerCase(),
      productId: productId.toLowerCase(),
      serial: serial ?? null,
      manufacturer: manufacturer ?? null,
      product: product ?? null,
      socket: path.basename(at),
      interfaceNumber,
    };
  }
  return null;
};

/** A UART that the main board announces and does not have is of type 0. */
const isThere = async (folder: string): Promise<boolean> => (await textOf(folder, 'type')) !== '0';

const nodeOf = async (roots: SystemRoots, nodeClass: NodeClass, name: string): Promise<DeviceNode | null> => {
  const folder = path.join(roots.sysfs, 'class', nodeClass, name);
  // Terminals of the screen and pseudo terminals have no device behind them.
  const device = await realpath(path.join(folder, 'device')).catch(() => null);
  if (device === null || !(await isThere(folder))) return null;
  return {
    path: path.join(roots.dev, FOLDER_IN_DEV[nodeClass], name),
    usb: await usbDeviceOf(device, await realpath(roots.sysfs)),
  };
};

/** In order of name. Empty where the system has no such class, or no such tree. */
export const listNodes = async (roots: SystemRoots, nodeClass: NodeClass): Promise<DeviceNode[]> => {
  const names = await readdir(path.join(roots.sysfs, 'class', nodeClass)).catch(() => []);
  const nodes = await Promise.all(names.map((name) => nodeOf(roots, nodeClass, name)));
  return nodes.filter((node) => node !== null).sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
};

export interface UsbBinding {
  readonly vendorId: string;
  readonly productId: string;
  readonly serial: string | null;
  readonly socket: string | null;
  readonly interfaceNumber: string | null;
}

const GRAMMAR = /^usb\/([\da-f]{4}):([\da-f]{4})(?:\/(?!if[\da-f]{2}$)([^/]+))?(?:\/if([\da-f]{2}))?$/i;

export const isUsbBinding = (text: string): boolean => text.startsWith('usb/');

/** The error says how it is written. */
export const parseUsbBinding = (text: string): Result<UsbBinding, string> => {
  const [, vendor, product, which, port] = GRAMMAR.exec(text) ?? [];
  const isSocket = which?.startsWith('@') === true;
  const isSound = !isSocket || /^@\d+-\d+(\.\d+)*$/.test(which);
  if (
    vendor === undefined ||
    product === undefined ||
    !isSound ||
    (which !== undefined && !URL.canParse(`x:/${which}`))
  )
    return refuse(
      `"${text}" is not usb/<vendor>:<product>/<serial number> or usb/<vendor>:<product>/@<socket>, such as usb/1a86:7523/5523 or usb/1a86:7523/@1-1.2; "motcua devices scan" writes it`,
    );
  return ok({
    vendorId: vendor.toLowerCase(),
    productId: product.toLowerCase(),
    serial: which === undefined || isSocket ? null : decodeSafely(which),
    socket: isSocket ? which.slice(1) : null,
    interfaceNumber: port?.toLowerCase() ?? null,
  });
};

/** A per cent sign that encodes nothing stands for itself. */
const decodeSafely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const isMeant = (binding: UsbBinding, usb: UsbDevice | null): boolean =>
  usb !== null &&
  usb.vendorId === binding.vendorId &&
  usb.productId === binding.productId &&
  (binding.serial === null || usb.serial === binding.serial) &&
  (binding.socket === null || usb.socket === binding.socket) &&
  (binding.interfaceNumber === null || usb.interfaceNumber === binding.interfaceNumber);

/**
 * How to name `node` so that it is found in any socket and under any number: the shortest that tells it from `others`.
 * Null for a device of another bus.
 */
export const bindingOf = (node: DeviceNode, others: readonly DeviceNode[]): string | null => {
  const { usb } = node;
  if (usb === null) return null;
  const kind = `usb/${usb.vendorId}:${usb.productId}`;
  // CH340 and other bridges carry no serial number, or all the same one.
  const withSerial = usb.serial === null ? null : `${kind}/${encodeURIComponent(usb.serial)}`;
  const port = usb.interfaceNumber === null ? '' : `/if${usb.interfaceNumber}`;
  const socket = `${kind}/@${usb.socket}`;
  const tries = [
    withSerial ?? kind,
    ...(withSerial === null ? [] : [`${withSerial}${port}`]),
    socket,
    `${socket}${port}`,
  ];
  const isOnly = (text: string) => {
    const binding = parseUsbBinding(text);
    return binding.ok && !others.some((other) => other.path !== node.path && isMeant(binding.value, other.usb));
  };
  return tries.find(isOnly) ?? `${socket}${port}`;
};

const describe = ({ path: node, usb }: DeviceNode): string =>
  `${node} (serial number ${usb?.serial ?? 'none'}, socket ${usb?.socket ?? 'unknown'})`;

export interface Unresolved {
  readonly reason: 'absent' | 'several';
  /** What was seen and what to do. */
  readonly message: string;
}

/** The device file that `binding` means at this moment. */
export const resolveBinding = (nodes: readonly DeviceNode[], binding: UsbBinding): Result<string, Unresolved> => {
  const [found, ...twins] = nodes.filter(({ usb }) => isMeant(binding, usb));
  const kind = `${binding.vendorId}:${binding.productId}`;
  if (found === undefined) {
    const alike = nodes.filter(({ usb }) => `${usb?.vendorId}:${usb?.productId}` === kind);
    const seen =
      alike.length === 0 ? `no ${kind} is plugged in` : `of ${kind} there is ${alike.map(describe).join(', ')}`;
    return refuse({ reason: 'absent', message: `The USB device is away: ${seen}; plug it in` });
  }
  if (twins.length > 0)
    return refuse({
      reason: 'several',
      message: `${twins.length + 1} devices match: ${[found, ...twins].map(describe).join(', ')}; name the serial number, or the socket as @<socket>, in the url ("motcua devices scan" writes it)`,
    });
  return ok(found.path);
};
