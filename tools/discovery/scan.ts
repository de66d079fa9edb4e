// `motcua devices scan`: what is there, whose it is, what it says, and the lines for site.yaml.
import { createRealClock } from '../../drivers/core/clock.ts';
import type { DriverPlugin } from '../../drivers/core/plugin.ts';
import { createOpenTransportIn } from '../../drivers/core/transport.ts';
import type { SystemRoots } from '../../drivers/core/usb-binding.ts';
import type { LoadedConfig } from '../../main/host/config.ts';
import { askLine, type Found } from './ask-line.ts';
import { type Candidate, listCandidates } from './candidates.ts';
import { createLeases, type Lease, type Leases } from './leases.ts';

export interface Finding {
  readonly candidate: Candidate;
  readonly lease: Lease | null;
  readonly found: Found | null;
  /** Why it could not be asked. */
  readonly trouble: string | null;
}

export interface ScanResult {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

export interface ScanSettings {
  readonly roots: SystemRoots;
  readonly ports: readonly string[];
  readonly tcp: readonly string[];
  readonly addresses: readonly number[];
  /** `list`: nothing is opened. */
  readonly mode: 'probe' | 'list';
  readonly loaded: LoadedConfig | null;
  readonly plugins: readonly DriverPlugin[];
}

const byIds = ({ usb }: Candidate, plugins: readonly DriverPlugin[]): Found | null => {
  if (usb === null) return null;
  for (const { name, deviceClass, probe } of plugins) {
    const recognised = probe?.usb(usb) ?? null;
    if (recognised !== null)
      return { driver: name, deviceClass, recognised, baud: usb.line === 'serial' ? 9600 : null };
  }
  return null;
};

const look = async (candidate: Candidate, leases: Leases, settings: ScanSettings): Promise<Finding> => {
  const { plugins, mode, addresses, roots } = settings;
  const lease = await leases.of(candidate);
  const known = byIds(candidate, plugins);
  // A USB printer may still tell its name; a scanner must not be asked what printers are asked.
  const isAsked = mode === 'probe' && candidate.line !== 'hid' && (known === null || candidate.line === 'file');
  if (!isAsked || lease?.state === 'held') return { candidate, lease, found: known, trouble: null };
  const open = createOpenTransportIn(roots);
  const asked = await askLine({ candidate, plugins, given: { addresses }, open, clock: createRealClock() });
  return { candidate, lease, found: asked.found ?? known, trouble: asked.trouble };
};

/** All lines at the same time: one that hangs costs its own time-outs only. */
export const scanDevices = async (settings: ScanSettings): Promise<ScanResult> => {
  const { candidates, notes } = await listCandidates(settings);
  const leases = await createLeases(settings.loaded, settings.roots);
  return { findings: await Promise.all(candidates.map((one) => look(one, leases, settings))), notes };
};
