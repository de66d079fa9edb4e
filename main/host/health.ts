// How the host is, for `motcua status`, for supervisors and for whoever opens /health.
import type { DeviceHealthView } from '../../contract/device.ts';
import type { HubLinkStatus } from '../../contract/hub-status.ts';
import type { LiveHub } from '../live/live.ts';
import type { HealthReport } from '../server/http.ts';
import type { HostState } from '../services/host-line/index.ts';
import type { Queue } from '../services/queue/index.ts';
import type { Ledger } from '../store/ledger.ts';

export const createHealth =
  ({
    version,
    ledger,
    queue,
    hub,
    devices,
    hubLink,
    satellites,
  }: {
    readonly version: string;
    readonly ledger: Pick<Ledger, 'condition'>;
    readonly queue: Pick<Queue, 'reads'>;
    readonly hub: Pick<LiveHub, 'streams'>;
    readonly devices: { health(): readonly DeviceHealthView[] };
    readonly hubLink: { status(): HubLinkStatus };
    /** At a satellite how the host of its hall is, else null; and numbers of satellites that no line has. */
    readonly satellites: () => { readonly host: HostState | null; readonly untaken: number };
  }) =>
  (): HealthReport => {
    const list = devices.health();
    const facts = {
      version,
      hostPid: process.pid,
      storage: ledger.condition,
      liveScreens: hub.streams,
      devices: list,
      // Trouble with the hub is no trouble of the hall: it does not change the state.
      hub: hubLink.status(),
      satellites: satellites(),
    };
    // After the disk failed the database is closed, and this is the one page that must still answer.
    if (ledger.condition === 'failed') return { state: 'failed', businessDay: null, ...facts };
    const isWell = list.every(({ state }) => state === 'ready');
    const state = ledger.condition === 'full' ? 'failed' : isWell ? 'ok' : 'degraded';
    return { state, businessDay: queue.reads.openDay(), ...facts };
  };
