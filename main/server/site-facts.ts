// What the configuration says of a site, as screens need it.
import type { CounterId, PriorityId, ResultId, ServiceId } from '../../contract/ids.ts';
import type { BoardLayout } from '../../contract/live.ts';
import type { LocalisedText } from '../../contract/ticket.ts';

/** One large screen of the hall. */
export interface BoardScreen {
  /** In its address; `hall` is the one at /board/. */
  readonly id: string;
  readonly name: LocalisedText;
  /** Whose calls it shows; null: everybody's. */
  readonly counters: ReadonlySet<CounterId> | null;
  readonly layout: BoardLayout;
  readonly speaks: boolean;
}

export interface SiteFacts {
  /** The first is the one at /board/. */
  readonly boardScreens: readonly BoardScreen[];
  readonly name: LocalisedText;
  readonly notice: LocalisedText | null;
  /** What card readers in keyboard mode type before a card. */
  readonly cardPrefix: string;
  /** So many waiting, and the kiosk asks first. */
  readonly askAhead: number;
  /** Ways to take a number besides touch. */
  readonly takes: { readonly cards: boolean; readonly codes: boolean };
  readonly services: readonly {
    readonly id: ServiceId;
    readonly name: LocalisedText;
    readonly field: LocalisedText | null;
    readonly seriesId: string;
    readonly prefix: string;
    readonly needsResult: boolean;
    readonly feeDong: number | null;
  }[];
  readonly counters: readonly {
    readonly id: CounterId;
    readonly number: number;
    readonly name: LocalisedText;
    readonly services: ReadonlySet<ServiceId>;
  }[];
  /** Those of this moment; the same list until another one is set. */
  readonly priorities: () => readonly { readonly id: PriorityId; readonly name: LocalisedText }[];
  /** Also of one that a ticket of before still bears; its id where nobody knows it any more. */
  readonly priorityName: (id: PriorityId) => LocalisedText;
  readonly results: readonly { readonly id: ResultId; readonly name: LocalisedText }[];
  /** Whom fees are paid to, as people know it; null where none are taken by code. */
  readonly payee: string | null;
  readonly passedMax: number;
  readonly reviveMs: number;
}
