// What the displays can show and where it is written, as data.
// Sources: DM36B06/DM56A04 module family, public product page: registers 0-5 hold one ASCII character each.
import { z } from 'zod';
import { ok, type Result, refuse } from '../../contract/result.ts';

export const DisplayProfileName = z.enum(['dm36b06', 'digits-4']);
export type DisplayProfileName = z.infer<typeof DisplayProfileName>;

export interface DisplayProfile {
  readonly firstRegister: number;
  /** Digits in a row; one register holds one of them as ASCII. */
  readonly cells: number;
  /** Capital letters that seven segments show without being taken for something else. */
  readonly letters: string;
  /** Answers function 03 for the same registers, so that a lost text can be seen. */
  readonly canReadBack: boolean;
}

export const DISPLAY_PROFILES: Readonly<Record<DisplayProfileName, DisplayProfile>> = {
  dm36b06: { firstRegister: 0, cells: 4, letters: 'ACEFHLPU', canReadBack: true },
  'digits-4': { firstRegister: 0, cells: 4, letters: '', canReadBack: false },
};

/** A dark digit: a space. */
export const BLANK = 0x20;

/**
 * The registers that show `text`, flush right; blank is spaces. A ticket number with a letter that the segments cannot
 * show, or too long with its letter, is shown without its letters: "B012" as " 012", since 8 and B look the same.
 * The error says what was seen and what is allowed.
 */
export const layOut = (profile: DisplayProfile, text: string): Result<readonly number[], string> => {
  const { cells, letters } = profile;
  const shown = text.trim().toUpperCase();
  const isShowable = [...shown].every((character) => `0123456789 -${letters}`.includes(character));
  const fitting = isShowable && shown.length <= cells ? shown : shown.replaceAll(/\D/g, '');
  if (fitting.length > cells) return refuse(`"${text}" has ${fitting.length} digits; the display has ${cells}`);
  if (fitting === '' && shown !== '')
    return refuse(`"${text}" holds nothing that the display can show; allowed: digits`);
  return ok([...fitting.padStart(cells, String.fromCharCode(BLANK))].map((character) => character.charCodeAt(0)));
};

/** Whether a display of this profile can show `text`, if need be without its letters; what does not fit stays dark. */
export const fitsDisplay = (profile: DisplayProfileName, text: string): boolean =>
  layOut(DISPLAY_PROFILES[profile], text).ok;
