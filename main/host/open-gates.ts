// The gates of a site: the face core, cameras, readers and what their screens show.
import path from 'node:path';
import type { SheetKind } from '../../contract/attendance.ts';
import type { ConsentPurpose } from '../../contract/consent.ts';
import type { GateView } from '../../contract/gate.ts';
import type { BusinessDay, CardHash, DeviceId } from '../../contract/ids.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { calendarDayAt } from '../../contract/time-zone.ts';
import type { Card } from '../../drivers/core/device-classes.ts';
import { createPictureJudge, samplePicture } from '../../drivers/core/picture-judge.ts';
import { defaultFpir, thresholdFor } from '../../models/decide/calibration.ts';
import { createFaceEngine, defaultVisionThreads } from '../../models/engine/engine.ts';
import { readPack } from '../../models/packs/read-pack.ts';
import type { GateDoorDeps } from '../server/gate-door.ts';
import { type Faces, noFaces, startFaces } from '../services/faces/index.ts';
import { type Feed, startFeed } from '../services/gates/feeds.ts';
import { createGates, type Gate } from '../services/gates/index.ts';
import { createHolders, startReaders } from '../services/gates/readers.ts';
import type { Devices } from './devices.ts';
import { type GateConfig, gateOf } from './gates-config.ts';
import type { OpenSite } from './open-site.ts';
import type { SiteConfig } from './site-schema.ts';

export interface GatesDeps {
  readonly site: OpenSite;
  readonly config: SiteConfig;
  readonly siteName: LocalisedText;
  readonly devices: Devices;
  /** Folders of model packs, each in one of its name: the site's own first. */
  readonly packFolders: readonly string[];
  readonly hashCard: (card: Card) => CardHash;
  readonly isLetIn: GateDoorDeps['isLetIn'];
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly later: (delayMs: number, run: () => void) => Disposable;
  readonly wait: (ms: number) => Promise<void>;
  readonly onChange: () => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

/** Sheets open and people turn seven when nothing happens. */
const rosterEveryMs = 3_000;
/** A withdrawal beside the host is seen within so long; 20 s are what the keeper of the faces is promised. */
const facesEveryMs = 10_000;
/** A class that runs in is one look at the sheet. */
const coalesceMs = 150;
/** One in ten thousand other faces passes for the owner of a card. */
const falseMatchRate = 1e-4;
const frozenAfterSeconds = 5;
const dayMs = 24 * 3_600_000;

const purposeOf: Readonly<Record<SheetKind, ConsentPurpose>> = {
  school: 'school-attendance',
  meeting: 'meeting-attendance',
};

const dayAt = (atMs: number): BusinessDay => calendarDayAt(atMs) as BusinessDay;

/** Who is on which sheet, or who may be known, may be another after these. */
const concernsRoster = (type: string): boolean =>
  /^(?:sheet-|person-|arrival-|attendance-|consent-|template-|people-)/.test(type);

const startCore = ({ site, config, packFolders, monotonicMs, onChange, log }: GatesDeps): Faces => {
  const { faces } = config;
  if (faces === undefined || !site.templates.vault.ok || config.attendance.gates.length === 0) return noFaces;
  const open = async () => {
    let pack = await readPack(path.join(packFolders[0] ?? '', faces.pack));
    for (const folder of packFolders.slice(1))
      if (!pack.ok && pack.error.code === 'pack-missing') pack = await readPack(path.join(folder, faces.pack));
    return pack.ok ? createFaceEngine(pack.value, { visionThreads: faces.threads ?? defaultVisionThreads() }) : pack;
  };
  return startFaces({ start: open, templates: site.templates, ledger: site.ledger, monotonicMs, onChange, log });
};

export const openGates = (deps: GatesDeps): GateDoorDeps & AsyncDisposable => {
  const { site, config, devices, now, monotonicMs, later, onChange, log } = deps;
  const opening = new AsyncDisposableStack();
  const configured = new Map<DeviceId, GateConfig>(config.attendance.gates.map((gate) => [gate.id, gate]));
  let planned: { readonly title: string; readonly opensAtMs: number } | null = null;

  const faces = startCore({ ...deps, onChange: () => soon() });
  const gates = createGates({
    gates: config.attendance.gates.map(gateOf),
    attendance: site.attendance,
    eyes: faces.core,
    hasFace: (personId, kind) => faces.knows(personId, purposeOf[kind]),
    isLookAlike: site.lookAlikes.has,
    onGenuine: ({ pack }, distance) => site.faceScores.add(pack.manifest.name, distance),
    person: (personId) => {
      const person = site.people.find(personId);
      return person === null ? null : { name: person.name, group: person.group };
    },
    fpir: defaultFpir,
    limitsOfOne: ({ pack }) => {
      const limits = thresholdFor(pack.manifest.calibration, { kind: 'one-to-one', fmr: falseMatchRate });
      return limits.ok ? limits.value : null;
    },
    createJudge: () => {
      const judge = createPictureJudge({ frozenAfterSeconds });
      return async (jpeg, atMs) => judge.see(await samplePicture(jpeg), atMs);
    },
    wait: deps.wait,
    now,
    monotonicMs,
    onChange,
    log: (level, message, detail) => {
      log(level, message, detail);
      // A thread that died is found out at once.
      if (level === 'error') void faces.refresh();
    },
  });

  const findPlanned = (): void => {
    const nowMs = now();
    const ahead = site.attendance
      .sheetsOf({ from: dayAt(nowMs - dayMs), to: dayAt(nowMs + 14 * dayMs) })
      .filter(({ isCancelled, times }) => !isCancelled && times.opensAtMs > nowMs)
      .toSorted((one, other) => one.times.opensAtMs - other.times.opensAtMs)[0];
    planned = ahead === undefined ? null : { title: ahead.title, opensAtMs: ahead.times.opensAtMs };
  };
  const look = (): Promise<void> => {
    findPlanned();
    return gates.refresh().catch((error: unknown) => {
      log('error', 'who is expected at the gates could not be read', { error });
      void faces.refresh();
    });
  };
  let pending: Disposable | null = null;
  const soon = (): void => {
    pending ??= later(coalesceMs, () => {
      pending = null;
      void look();
    });
  };

  const holders = createHolders({ people: site.people, hashCard: deps.hashCard });
  const cameras = devices.ofClass('camera');
  const feeds = new Map<DeviceId, readonly Feed[]>();
  if (configured.size > 0) {
    const looking = setInterval(() => void look(), rosterEveryMs);
    const following = setInterval(() => void faces.refresh(), facesEveryMs);
    opening.defer(() => {
      clearInterval(looking);
      clearInterval(following);
      pending?.[Symbol.dispose]();
    });
    opening.use(
      site.ledger.subscribe((recorded) => {
        if (recorded.some(({ event }) => concernsRoster(event.type))) soon();
      }),
    );
    void look();
  }
  for (const gate of gates.gates) {
    const { cameras: ids = [], cardReader, scanner } = configured.get(gate.id) ?? {};
    const own = ids.flatMap((id) => {
      const camera = cameras.get(id);
      return camera === undefined ? [] : [opening.use(startFeed({ gate, camera, show: gates.show, onChange, later }))];
    });
    feeds.set(gate.id, own);
    opening.use(
      startReaders({
        gate,
        gates,
        holders,
        cardReader: cardReader === undefined ? null : (devices.ofClass('card-reader').get(cardReader) ?? null),
        scanner: scanner === undefined ? null : (devices.ofClass('scanner').get(scanner) ?? null),
      }),
    );
  }
  opening.defer(async () => {
    gates.stop();
    await faces.stop();
  });

  const labelOf = (id: DeviceId): string => config.devices.find((device) => device.id === id)?.label ?? id;
  const view = (gate: Gate): GateView => {
    const { faces: state, sheets, recent, notice } = gates.state(gate);
    const { help, cardReader, scanner } = configured.get(gate.id) ?? {};
    return {
      siteName: deps.siteName,
      gate: { id: gate.id, name: gate.name, direction: gate.direction, mode: gate.mode, help: help ?? null },
      cameras: (feeds.get(gate.id) ?? []).map((feed) => ({ id: feed.id, label: labelOf(feed.id), state: feed.state })),
      takes: { cards: cardReader !== undefined, codes: scanner !== undefined },
      faces: state,
      sessions: sheets.map(({ sheet: { sheetId, title, place, times }, personIds, arrived }) => ({
        sheetId,
        title,
        place,
        startsAtMs: times.startsAtMs,
        lateAfterMs: times.lateAfterMs,
        expected: personIds.size,
        arrived,
      })),
      next: planned,
      recent,
      notice: notice === null ? null : { seq: notice.seq, answer: notice.answer },
      cardPrefix: config.cards.typedPrefix,
    };
  };
  const open = opening.move();
  return {
    gates,
    holders,
    feeds,
    view,
    isLetIn: deps.isLetIn,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};
