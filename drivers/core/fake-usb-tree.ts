// For tests only: a machine's USB devices as the kernel shows them, in a folder; the device files lead to PTYs.
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NodeClass, SystemRoots } from './usb-binding.ts';

export interface FakeUsbDevice {
  readonly nodeClass: NodeClass;
  /** Such as ttyUSB0. */
  readonly name: string;
  readonly vendorId: string;
  readonly productId: string;
  readonly serial: string | null;
  /** Such as 1-1. */
  readonly socket: string;
  readonly interfaceNumber: string;
  /** What stands behind the device file. */
  readonly target: string;
}

export interface FakeUsbTree {
  readonly roots: SystemRoots;
  plug(device: FakeUsbDevice): Promise<void>;
  unplug(device: FakeUsbDevice): Promise<void>;
}

export const createFakeUsbTree = async (folder: string): Promise<FakeUsbTree> => {
  const roots = { sysfs: path.join(folder, 'sys'), dev: path.join(folder, 'dev') };
  await mkdir(path.join(roots.sysfs, 'class/tty/tty0'), { recursive: true });
  await mkdir(path.join(roots.dev, 'usb'), { recursive: true });
  const places = ({ nodeClass, name, socket, interfaceNumber }: FakeUsbDevice) => {
    const usb = path.join(roots.sysfs, 'devices/usb1', socket);
    return {
      usb,
      port: path.join(usb, `${socket}:1.${Number(interfaceNumber)}`),
      inClass: path.join(roots.sysfs, 'class', nodeClass, name),
      node: path.join(roots.dev, nodeClass === 'usbmisc' ? 'usb' : '', name),
    };
  };
  return {
    roots,
    async plug(device) {
      const { usb, port, inClass, node } = places(device);
      const driver = path.join(port, device.name);
      await mkdir(driver, { recursive: true });
      await mkdir(inClass, { recursive: true });
      const facts = { idVendor: device.vendorId, idProduct: device.productId, serial: device.serial };
      for (const [name, value] of Object.entries(facts))
        if (value !== null) await writeFile(path.join(usb, name), `${value}\n`);
      await writeFile(path.join(port, 'bInterfaceNumber'), `${device.interfaceNumber}\n`);
      await symlink(driver, path.join(inClass, 'device'));
      await symlink(device.target, node);
    },
    async unplug(device) {
      const { port, inClass, node } = places(device);
      for (const gone of [node, inClass, port]) await rm(gone, { recursive: true, force: true });
    },
  };
};
