// What live screens are told. Each topic of GET /live/<topic> carries one view, sent whole at every change
// (ADR-0005): a screen that reconnects needs nothing but the newest one. Phones, of which there are many, are sent the whole
// once and then, as event `part`, the fields that changed. No zod here: phones load this file.
import type { CardRefused } from './card.ts';
import type { CounterView } from './counter-view.ts';
import type { DeviceHealthView, Statistic } from './device.ts';
import type { GateView } from './gate.ts';
import type { ClosingReason } from './hall.ts';
import type { HallView } from './hall-view.ts';
import type { HubLinkStatus } from './hub-status.ts';
import type { SeriesId, ServiceId } from './ids.ts';
import type { MediaKind } from './media.ts';
import type { RatingsLive } from './rating-results.ts';
import type { ReceptionDesk } from './reception-desk.ts';
import type { ScreenView } from './screen.ts';
import type { SheetsLive } from './sheet.ts';
import type { CancelReason, DayEndReason, LocalisedText, PrintState, TicketState } from './ticket.ts';
import type { WaitRange } from './wait-range.ts';

export type { WaitRange } from './wait-range.ts';

export type PrinterNotice = 'ready' | 'near-end' | 'paper-out' | 'cover-open' | 'offline' | 'broken' | 'none';

export interface KioskView {
  readonly siteName: LocalisedText;
  readonly services: readonly {
    readonly id: ServiceId;
    readonly name: LocalisedText;
    /** The heading under which it stands where services are many. */
    readonly field: { readonly vi: string; readonly en: string } | null;
    readonly series: SeriesId;
    readonly prefix: string;
    readonly waiting: number;
    /** Counters that are staffed now, not on a break, and serve this service. */
    readonly openCounters: number;
    /** Of a number taken now; null where nobody can know. */
    readonly wait: WaitRange | null;
    /** No numbers are given now, and why. */
    readonly closed: ClosingReason | null;
    /** Why the citizen is asked before a number is taken. */
    readonly doubt: 'long' | 'closing' | null;
  }[];
  /** How many procedures can be looked up. */
  readonly procedures: number;
  readonly printer: PrinterNotice;
  /** `full`: no number can be promised now; staff must come. */
  readonly storage: 'ok' | 'full' | 'failed';
  /** What card readers in keyboard mode type before a card; empty for nothing. */
  readonly cardPrefix: string;
  /** Something was held before the reader or the scanner a moment ago; `kiosk.attend` says what to do. */
  readonly attention: { readonly seq: number } | null;
  /** Where opening hours count and it is outside of them; `opensAtMs`: null when that is not known. */
  readonly closed: { readonly opensAtMs: number | null } | null;
  /** Ways besides touch that this site has. */
  readonly takes: { readonly cards: boolean; readonly codes: boolean };
  /** Said over everything; no numbers are given meanwhile. */
  readonly emergency: LocalisedText | null;
  /** By a reader that stands at no counter. */
  readonly cardRefused: CardRefused | null;
  /** The host of the hall is away, and this machine gives numbers on its own: nothing is known of the line. */
  readonly isApart: boolean;
}

export interface BoardCall {
  /** Grows by one with each call and recall of the day: a board announces what is newer than it has announced. */
  readonly seq: number;
  readonly number: string;
  readonly counterNumber: number;
  readonly calledAtMs: number;
  readonly isRecall: boolean;
  /** Nobody has come to the counter yet. */
  readonly isOpen: boolean;
  /** Path of the spoken call (WAV), or null where the site has no voice: the board chimes either way. */
  readonly voice: string | null;
}

/** `calls`: the last call and those before; `list`: the last calls as one large list; `media`: pictures and films beside the calls; `counters`: who is at which counter. */
export type BoardLayout = 'calls' | 'list' | 'media' | 'counters';

export interface BoardView {
  readonly siteName: LocalisedText;
  readonly layout: BoardLayout;
  /** Whether it speaks; another one may do it in the same room. */
  readonly speaks: boolean;
  /** Newest first, each ticket once: the last 8, all that nobody has come for, and all of the last two minutes. */
  readonly calls: readonly BoardCall[];
  readonly counters: readonly {
    readonly number: number;
    readonly name: LocalisedText;
    readonly state: 'closed' | 'free' | 'calling' | 'serving' | 'paused';
    readonly ticket: string | null;
  }[];
  readonly waiting: number;
  readonly waitingByService: readonly {
    readonly name: LocalisedText;
    readonly prefix: string;
    readonly waiting: number;
  }[];
  /** Running text below. */
  readonly notice: LocalisedText | null;
  /** Over everything. */
  readonly emergency: LocalisedText | null;
  /** Shown one after the other, where the layout has a place for it. */
  readonly media: readonly { readonly path: string; readonly kind: MediaKind }[];
}

/** A number of a terminal that is nobody's code in the list. */
export interface UnknownNumber {
  readonly code: string;
  readonly count: number;
  readonly lastSeenAtMs: number;
}

export interface TerminalReport {
  /** How far its clock is ahead; negative: behind. The sheets have the right times. */
  readonly clockOffMs: number;
  /** The newest first; the twenty newest. */
  readonly unknown: readonly UnknownNumber[];
}

/** The devices of the site as a member of staff sees them: what is wrong first. */
export interface DevicesView {
  readonly siteName: LocalisedText;
  readonly devices: readonly (DeviceHealthView & {
    readonly driver: string;
    readonly statistics: Readonly<Partial<Record<Statistic, number>>>;
    /** Attendance terminals: what they handed in and is stored; null for every other device. */
    readonly sightings: ({ readonly count: number; readonly lastSeenAtMs: number | null } & TerminalReport) | null;
  })[];
  readonly screens: readonly ScreenView[];
  /** When the key of the cards was lost and another one took its place, within the last seven days. */
  readonly cardKeyLostAtMs: number | null;
  readonly hub: HubLinkStatus;
}

export interface TurnView {
  readonly siteName: LocalisedText;
  readonly number: string;
  readonly service: LocalisedText;
  readonly state: TicketState;
  /** People who will be called before; 0 when next, or when no longer waiting. */
  readonly ahead: number;
  /** Null for who does not wait, and where nobody can know. */
  readonly wait: WaitRange | null;
  readonly counterNumber: number | null;
  /** 1 for the first call, one more with each recall. */
  readonly calls: number;
  /** Why it ended before its turn, or is kept; null for every other. */
  readonly why: CancelReason | DayEndReason | null;
  /** Of a kept number: when the hall opens again; null where nobody knows. */
  readonly continuesAtMs: number | null;
  readonly print: { readonly state: PrintState; readonly canReprint: boolean };
  /** When the holder said to be on the way, since the last call or other change; a host of an earlier version tells nothing of it. */
  readonly onWayAtMs?: number | null;
  /** Through the city's hub: since when it has not heard of the hall. Null while it does, and at the hall itself. */
  readonly silentSinceMs: number | null;
}

/** Sent first on every stream: lets a screen show waits by the host's clock. */
export interface LiveHello {
  readonly nowMs: number;
}

export interface LiveTopics {
  kiosk: KioskView;
  board: BoardView;
  /** Needs the staff session cookie: 401 otherwise. */
  counter: CounterView;
  /** Needs the office cookie of a manager: 401 otherwise. */
  hall: HallView;
  /** Needs the office cookie of a reception: 401 otherwise. */
  reception: ReceptionDesk;
  /** Needs the office cookie of a manager: 401 otherwise. */
  ratings: RatingsLive;
  /** Needs the office cookie of who may see sheets: 401 otherwise. */
  sheets: SheetsLive;
  /** Needs the staff session cookie: 401 otherwise. */
  devices: DevicesView;
  /** `/live/gate/<id>`; needs a screen that was let in: 401 otherwise, 404 for a gate that is not there. */
  gate: GateView;
  /** `/live/turn/<token>`; 404 for a token that does not exist. */
  turn: TurnView;
}
