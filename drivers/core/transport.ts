// A device is named by the URL of its line (ADR-0003). A simulator is just another URL, so nothing above this file
// knows whether a device is real.
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { fault, type OpenTransport, type Transport } from './contract.ts';
import { openDeviceFile } from './device-file.ts';
import { openHid } from './hid.ts';
import { openHidOverTcp } from './hid-over-tcp.ts';
import { createLine } from './line.ts';
import { openSerial } from './serial.ts';
import { openTcp } from './tcp.ts';
import { parseTransportUrl, withoutUserInfo } from './transport-url.ts';
import { LINUX, type SystemRoots } from './usb-binding.ts';

/** Carries no bytes: it tells the driver where to speak (supplied-line.ts). */
const addressLine = (url: string, device: DeviceId): Transport =>
  createLine(device, {
    url,
    bytesPerSecond: null,
    write: (_, done) => done(new Error('this line is an address and takes no bytes')),
    release: async () => undefined,
  }).transport;

/** `roots`: where the system keeps its device files and what it knows of them. */
export const createOpenTransportIn =
  (roots: SystemRoots) =>
  (url: string, device: DeviceId): OpenTransport => {
    const parsed = parseTransportUrl(url);
    if (!parsed.ok) {
      return async () => refuse(fault(device, 'rejected', 'service', `${parsed.error} [url=${withoutUserInfo(url)}]`));
    }
    const { value } = parsed;
    switch (value.kind) {
      case 'serial':
        return (signal) => openSerial({ url, device, serial: value, roots }, signal);
      case 'tcp':
        return (signal) => openTcp({ url, device, tcp: value }, signal);
      case 'file':
        return (signal) => openDeviceFile({ url, device, path: value.path, roots }, signal);
      case 'hid':
        return (signal) => openHid({ url, device, hid: value }, signal);
      case 'hid+tcp':
        return (signal) => openHidOverTcp({ url, device, tcp: { ...value, kind: 'tcp' } }, signal);
      case 'address':
        return async () => ok(addressLine(url, device));
    }
  };

/**
 * Opens the line that `url` names, each time it is called. A URL that cannot be read is a fault of every opening,
 * so that one mistyped device does not keep the other ones from starting. A USB device is looked for at each opening.
 * Faults: rejected (URL), no-device, access-denied, busy, timeout, hardware, stopped (aborted).
 */
export const createOpenTransport = createOpenTransportIn(LINUX);
