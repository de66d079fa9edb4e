// What somebody holds before the kiosk's reader or scanner. The kiosk is told that there is something and asks for what it
// is; a few seconds later it is gone, so that nobody sees what the person before showed.
import type { AppointmentCode } from '../../../contract/appointment.ts';
import type { CardHash, CounterId, DeviceId, RemarkToken, TicketToken } from '../../../contract/ids.ts';
import { classifyScan } from '../../../contract/scan-meaning.ts';
import type { Scanner } from '../../../drivers/core/device-classes.ts';
import type { Cards } from '../cards/index.ts';

/** Why nothing can be done with a code, as the kiosk puts it into words. */
export type ScanTrouble = 'health-insurance' | 'citizen-card-unreadable' | 'foreign';

export interface PresentedIdentity {
  readonly hash: CardHash;
  readonly by: 'card' | 'citizen-card';
}

export type Presented =
  | ({ readonly kind: 'identity' } & PresentedIdentity)
  | { readonly kind: 'appointment'; readonly code: AppointmentCode }
  | { readonly kind: 'turn'; readonly token: TicketToken }
  | { readonly kind: 'remark'; readonly token: RemarkToken }
  | { readonly kind: 'trouble'; readonly why: ScanTrouble };

export interface Attention {
  /** The newest thing shown, while it is fresh. `seq` grows with each. */
  newest(): { readonly seq: number } | null;
  /** What was shown, while it is fresh. */
  look(seq: number): Presented | null;
  /** Whose card it was, for as long as a person may take to choose a service. */
  identity(seq: number): PresentedIdentity | null;
}

export interface AttentionDeps {
  readonly cards: Pick<Cards, 'onPresented'>;
  /** The reader of the kiosk; cards of keyboard readers come without a device. */
  readonly cardReader: DeviceId | undefined;
  readonly scanner: Scanner | undefined;
  /** What our QR codes begin with. */
  readonly publicUrls: () => readonly string[];
  readonly hashCitizen: (idNumber: string) => CardHash;
  /** A card lies on the reader of a counter. */
  readonly onCounter: (hash: CardHash, counterId: CounterId) => void;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly later: (delayMs: number, run: () => void) => Disposable;
  readonly onChange: () => void;
}

const FRESH_MS = 8_000;
/** Longer than the longest time without a touch that the kiosk allows, see renderer/kiosk/visit.ts. */
const IDENTITY_KEPT_MS = 180_000;
const VIETNAM_MS = 7 * 3_600_000;

export const startAttention = (deps: AttentionDeps): Attention & Disposable => {
  const { cards, cardReader, scanner, publicUrls, hashCitizen, onCounter, now, monotonicMs, later, onChange } = deps;
  const held = new DisposableStack();
  const known = new Map<number, { readonly what: Presented; readonly atMs: number }>();
  let seq = 0;
  let fading: Disposable | null = null;

  const ageOf = (at: number): number => monotonicMs() - (known.get(at)?.atMs ?? Number.NEGATIVE_INFINITY);
  const forgetOld = (): void => {
    for (const [at, { what }] of known)
      if (ageOf(at) >= (what.kind === 'identity' ? IDENTITY_KEPT_MS : FRESH_MS)) known.delete(at);
  };

  const show = (what: Presented): void => {
    forgetOld();
    seq += 1;
    known.set(seq, { what, atMs: monotonicMs() });
    fading?.[Symbol.dispose]();
    fading = later(FRESH_MS, onChange);
    onChange();
  };

  const meaningOf = (text: string): Presented => {
    const today = new Date(now() + VIETNAM_MS).toISOString().slice(0, 10);
    const meaning = classifyScan(text, { publicUrls: publicUrls(), today });
    switch (meaning.kind) {
      case 'ticket':
        return { kind: 'turn', token: meaning.token };
      case 'appointment':
      case 'remark':
        return meaning;
      case 'citizen-card':
        return { kind: 'identity', hash: hashCitizen(meaning.card.idNumber), by: 'citizen-card' };
      case 'unknown': {
        if (meaning.refusal === null) return { kind: 'trouble', why: 'foreign' };
        const isInsurance = meaning.refusal.reason === 'health-insurance-card';
        return { kind: 'trouble', why: isInsurance ? 'health-insurance' : 'citizen-card-unreadable' };
      }
    }
  };

  held.use(
    cards.onPresented(({ hash, device, counterId }) => {
      if (counterId !== null) onCounter(hash, counterId);
      else if (device === null || device === cardReader) show({ kind: 'identity', hash, by: 'card' });
    }),
  );
  if (scanner !== undefined)
    held.use(
      scanner.subscribe((event) => {
        if (event.type === 'scanned') show(meaningOf(event.scan.text));
        else if (event.type === 'scan-refused') show({ kind: 'trouble', why: 'foreign' });
      }),
    );

  const isFresh = (at: number): boolean => ageOf(at) < FRESH_MS;
  return {
    newest: () => (seq > 0 && isFresh(seq) ? { seq } : null),
    look: (at) => (isFresh(at) ? (known.get(at)?.what ?? null) : null),
    identity: (at) => {
      const what = ageOf(at) < IDENTITY_KEPT_MS ? known.get(at)?.what : undefined;
      return what?.kind === 'identity' ? { hash: what.hash, by: what.by } : null;
    },
    [Symbol.dispose]: () => {
      fading?.[Symbol.dispose]();
      held.dispose();
    },
  };
};
