// A press as the pad's program keeps it in the EEPROM: docs/protocols/nextion-pad.md.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import { ok, refuse } from '../../contract/result.ts';
import type { FaceLevel, PadPress } from '../core/device-classes.ts';
import type { KeptPress } from '../core/rating-pad.ts';
import type { NextionProfile } from './profiles.ts';

const WORDS = 4;
const WORD_BYTES = 4;
const READ_TRIES = 3;

/** So that a place that was never written, all zeros or all ones, is no press. */
const SALT = 0x4d435031;

const isLevel = (value: number): value is FaceLevel => Number.isInteger(value) && value >= 1 && value <= 5;

/** `words`: sequence, asking, answers (level + 16 × second level, 0 where there is none), check. */
const understandPress = (words: readonly number[], sequence: number): PadPress | 'damaged' => {
  const [written = 0, ask = 0, answers = 0, check = 0] = words;
  const level = answers & 0xf;
  const second = answers >> 4;
  const isWhole = written === sequence && (written ^ ask ^ answers ^ SALT) === check;
  if (!isWhole || ask < 1 || !isLevel(level) || (second !== 0 && !isLevel(second))) return 'damaged';
  return { ask, level, second: second === 0 ? null : second };
};

export interface PressReaderDeps {
  readonly profile: NextionProfile;
  /** Null when the pad stayed silent or refused. */
  readonly number: (what: string) => Promise<number | null>;
  readonly command: (text: string) => Promise<Fault | null>;
  readonly currentPage: () => Promise<number | null>;
  readonly silent: (command: string) => Fault;
  /** Told once of each press that cannot be read. */
  readonly onDamaged: () => void;
}

/** The press that the pad kept last. One that is whole is read once in a session: nothing in it changes any more. */
export const createPressReader = ({ profile, number, command, currentPage, silent, onDamaged }: PressReaderDeps) => {
  let last: (KeptPress & { readonly sequence: number }) | null = null;
  let damaged: number | null = null;

  const readPress = async (sequence: number): Promise<PadPress | 'damaged' | Fault> => {
    const words: number[] = [];
    const place = (sequence % profile.places) * WORDS * WORD_BYTES;
    for (let word = 0; word < WORDS; word++) {
      const reason = await command(`repo sys0,${place + WORD_BYTES * word}`);
      if (reason !== null) return reason;
      const value = await number('sys0');
      if (value === null) return silent('get sys0');
      words.push(value);
    }
    return understandPress(words, sequence);
  };

  const read = async (sequence: number): Promise<DeviceResult<KeptPress | 'damaged'>> => {
    const press = await readPress(sequence);
    if (press === 'damaged') return ok(press);
    if ('code' in press) return refuse(press);
    const page = press.second === null ? await currentPage() : null;
    if (press.second === null && page === null) return refuse(silent('sendme'));
    last = { sequence, press, isOpen: page === profile.second };
    return ok(last);
  };

  return {
    forget() {
      last = null;
    },
    async collect(): Promise<DeviceResult<KeptPress | null>> {
      let sequence: number | null = null;
      for (let tries = 0; tries < READ_TRIES; tries++) {
        sequence = await number(profile.program.sequence);
        if (sequence === null) return refuse(silent(profile.program.sequence));
        if (sequence === 0 || sequence === damaged) return ok(null);
        if (sequence === last?.sequence && !last.isOpen) return ok(last);
        const found = await read(sequence);
        if (!found.ok || found.value !== 'damaged') return found as DeviceResult<KeptPress>;
      }
      damaged = sequence;
      onDamaged();
      return ok(null);
    },
  };
};
