// What the displays can show and where it is written, as data.
// Sources: DM36B06/DM56A04 module family, public product page: registers 0-5 hold one ASCII character each. DN-107NE
// display manual: register 2 is a signed 16-bit number, written with function 06. Counter cards with two lines, vendor
// pages: line 1 from register 1000, line 2 from register 2000.
import { z } from 'zod';
import { ok, type Result, refuse } from '../../contract/result.ts';

export const DisplayProfileName = z.enum(['dm36b06', 'digits-4', 'dn-107ne', 'card-line-1', 'card-line-2']);
export type DisplayProfileName = z.infer<typeof DisplayProfileName>;

export interface DisplayProfile {
  readonly firstRegister: number;
  /** Digits in a row. */
  readonly cells: number;
  /** `characters`: one register holds one digit as ASCII. `number`: one register holds all of them, signed 16 bits. */
  readonly content: 'characters' | 'number';
  /** Function 06 for each register, or 16 for all of them. */
  readonly writes: 'one' | 'many';
  /** Capital letters that seven segments show without being taken for something else. */
  readonly letters: string;
  /** Answers function 03 for the same registers, so that a lost text can be seen. */
  readonly canReadBack: boolean;
}

const characters = { cells: 4, content: 'characters', writes: 'many' } as const;

export const DISPLAY_PROFILES: Readonly<Record<DisplayProfileName, DisplayProfile>> = {
  dm36b06: { ...characters, firstRegister: 0, letters: 'ACEFHLPU', canReadBack: true },
  'digits-4': { ...characters, firstRegister: 0, letters: '', canReadBack: false },
  'dn-107ne': { firstRegister: 2, cells: 5, content: 'number', writes: 'one', letters: '', canReadBack: false },
  'card-line-1': { ...characters, firstRegister: 1000, letters: 'ACEFHLPU', canReadBack: false },
  'card-line-2': { ...characters, firstRegister: 2000, letters: 'ACEFHLPU', canReadBack: false },
};

/** A dark digit: a space. */
const DARK = ' ';
/** What a display of numbers shows instead of nothing: it has no dark. */
const NO_NUMBER = 0;
const LARGEST_NUMBER = 0x7fff;

export const registersOf = ({ content, cells }: DisplayProfile): number => (content === 'number' ? 1 : cells);

/** The registers of a display that shows nobody's number. */
export const blankOf = (profile: DisplayProfile): readonly number[] =>
  new Array<number>(registersOf(profile)).fill(profile.content === 'number' ? NO_NUMBER : DARK.charCodeAt(0));

/** A word of two's complement: -4096 is F000. */
const numberRegister = (text: string, shown: string): Result<readonly number[], string> => {
  const sign = /^-\d/.test(text.trim()) ? -1 : 1;
  const value = sign * Number(shown);
  return Math.abs(value) > LARGEST_NUMBER
    ? refuse(`"${text}" is larger than ${LARGEST_NUMBER}, the largest number of the display`)
    : ok([value & 0xffff]);
};

/**
 * The registers that show `text`, flush right; blank is spaces. A ticket number with a letter that the segments cannot
 * show, or too long with its letter, is shown without its letters: "B012" as " 012", since 8 and B look the same.
 * The error says what was seen and what is allowed.
 */
export const layOut = (profile: DisplayProfile, text: string): Result<readonly number[], string> => {
  const { cells, letters, content } = profile;
  if (text.trim() === '') return ok(blankOf(profile));
  const shown = text.trim().toUpperCase();
  const isShowable = [...shown].every((character) => `0123456789 -${letters}`.includes(character));
  const fitting = isShowable && shown.length <= cells && content === 'characters' ? shown : shown.replaceAll(/\D/g, '');
  if (fitting.length > cells) return refuse(`"${text}" has ${fitting.length} digits; the display has ${cells}`);
  if (fitting === '' && shown !== '')
    return refuse(`"${text}" holds nothing that the display can show; allowed: digits`);
  if (content === 'number') return numberRegister(text, fitting);
  return ok([...fitting.padStart(cells, DARK)].map((character) => character.charCodeAt(0)));
};

/** Whether a display of this profile can show `text`, if need be without its letters; what does not fit stays dark. */
export const fitsDisplay = (profile: DisplayProfileName, text: string): boolean =>
  layOut(DISPLAY_PROFILES[profile], text).ok;
