// What all simulated scanners share: the code before the glass, and the settings that spoil it on the way out.
import type { RackAction, RackDevice } from '../../contract/bench.ts';

type AnyScanner = Extract<RackDevice, { kind: 'scanner-serial' }>;
type Sample = Extract<RackAction, { verb: 'scan-card' }>['sample'];

/** Nobody: names and numbers are made up to fit the rules of the card. */
const MAN =
  '001090123456|012345678|NGUYỄN VĂN A|01011990|Nam|Số 12 ngõ 3, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh|15042021';
const SAMPLES: Readonly<Record<Sample, string>> = {
  man: MAN,
  woman: '001192000002||Trần Thị B|29021992|Nữ|Số 1 Ngõ 2, Phường Điện Biên, Ba Đình, Hà Nội|10072022',
  'card-2024': `${MAN}|||Nguyễn Văn C|Trần Thị D`,
  decomposed: MAN.normalize('NFD'),
  'health-insurance': `GD4797912345678|${Buffer.from('Nguyễn Văn A').toString('hex')}|01/01/1990|1|${Buffer.from('Quận 1').toString('hex')}|79 - 010|01/01/2020|-|$`,
};

const stripped = (text: string) => text.normalize('NFD').replace(/đ|Đ|\p{M}/gu, '');

/** A wrong guess comes out only where the bytes are valid in that charset; else the scanner stays with UTF-8. */
const guessed = (text: string, charset: string): string => {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(new TextEncoder().encode(text));
  } catch {
    return text;
  }
};

const PRESENTATION_READS = 3;
const REREAD_MS = 300;

export interface Optics {
  readonly state: Pick<AnyScanner, 'encoding' | 'aimPrefix' | 'presentation' | 'isLit' | 'scans' | 'lastText'>;
  /** False: not for a scanner. */
  act(action: RackAction): boolean;
  light(isLit: boolean): void;
  close(): void;
}

/** `send` gets the bytes of each reading: of the text, without prefix and frame. */
export const createOptics = (send: (bytes: Uint8Array) => void): Optics => {
  let state: Optics['state'] = {
    encoding: 'utf-8',
    aimPrefix: false,
    presentation: false,
    isLit: false,
    scans: 0,
    lastText: null,
  };
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const set = (change: Partial<Optics['state']>) => {
    state = { ...state, ...change };
    return true;
  };

  const written = (text: string): string => {
    if (state.encoding === 'utf-8') return text;
    return state.encoding === 'no-diacritics' ? stripped(text) : guessed(text, state.encoding);
  };

  const read = (text: string) => {
    const bytes = new TextEncoder().encode(written(text));
    send(bytes);
    for (let again = 1; state.presentation && again < PRESENTATION_READS; again++) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        send(bytes);
      }, again * REREAD_MS);
      timers.add(timer);
    }
    return set({ scans: state.scans + 1, lastText: text, isLit: false });
  };

  return {
    get state() {
      return state;
    },
    act(action) {
      switch (action.verb) {
        case 'scan':
          return read(action.text);
        case 'scan-card':
          return read(SAMPLES[action.sample]);
        case 'set-encoding':
          return set({ encoding: action.encoding });
        case 'set-aim-prefix':
          return set({ aimPrefix: action.aimPrefix });
        case 'set-presentation':
          return set({ presentation: action.presentation });
        default:
          return false;
      }
    },
    light: (isLit) => void set({ isLit }),
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
