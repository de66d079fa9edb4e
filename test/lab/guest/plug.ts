/** A device that the guest's kernel believes to be plugged in: what is on the far side of its driver. */
export interface Plug {
  /** The transport URL by which a driver of ours finds it. */
  readonly url: string;
  /** Resolves when the kernel's driver has made its device. `onBytes` hears what the host writes: HID reports one by one. */
  plug(hears: Hears): Promise<void>;
  /** Resolves when the kernel has forgotten the device. */
  unplug(): Promise<void>;
  /** What the device says; HID reports one by one. */
  say(bytes: Uint8Array): Promise<void>;
  /** Takes away what is left of it in the kernel. */
  remove(): Promise<void>;
}

export interface Hears {
  bytes(bytes: Uint8Array): void;
  setFeature(report: Uint8Array): void;
  getFeature(reportId: number, length: number): Promise<Uint8Array>;
}

export interface PlugPlace {
  /** Unique among the plugs of a run; becomes a part of names in the kernel. */
  readonly name: string;
  /** The serial number that the device tells. */
  readonly serial: string;
}
