// The QR of the Vietnamese citizen card (CCCD, since 2024 "thẻ căn cước"), read and checked. It is not signed: it helps to
// identify a person and proves nothing. What it holds is personal: it is never logged, see maskCitizenCard.
// Sources: Thông tư 06/2021/TT-BCA (layout), Thông tư 16/2024/TT-BCA (more fields), Nghị định 137/2015 article 13 (number).
import { ok, type Result, refuse } from './result.ts';

export interface CitizenCard {
  /** 12 digits. */
  readonly idNumber: string;
  /** The 9 digits of the old CMND; null for who never had one. */
  readonly oldIdNumber: string | null;
  /** NFC. */
  readonly fullName: string;
  /** yyyy-mm-dd. */
  readonly birthDate: string;
  readonly gender: 'male' | 'female';
  /** NFC. */
  readonly address: string;
  /** yyyy-mm-dd. */
  readonly issueDate: string;
  /** Fields after the seventh, as they came: no order of them is published. */
  readonly extra: readonly string[];
  /** `none`: a keyboard wedge lost them, or the few cards without any; the name must not be shown as correct. */
  readonly diacritics: 'present' | 'none';
}

export interface CitizenCardRefusal {
  readonly reason:
    | 'not-a-card'
    | 'health-insurance-card'
    | 'too-few-fields'
    | 'control-character'
    | 'id-number'
    | 'old-id-number'
    | 'full-name'
    | 'birth-date'
    | 'gender'
    | 'address'
    | 'issue-date'
    | 'century-and-gender'
    | 'birth-year'
    | 'diacritics-lost';
  /** For a log: which field and what is allowed. Holds nothing of the person. */
  readonly message: string;
}

const FIELDS = 7;
/** A QR holds at most 2953 bytes. */
const LONGEST = 2953;
const CARD_START = /^\d{9,14}\|/;
/** Letters with their marks, and what stands between them in names of all peoples of the country. */
const NAME = /^\p{Lu}[\p{L}\p{M}]*(?:[ .'’-]+\p{Lu}[\p{L}\p{M}]*)*\.?$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u;

const no = (reason: CitizenCardRefusal['reason'], message: string) => refuse<CitizenCardRefusal>({ reason, message });

const daysOf = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** ddmmyyyy as yyyy-mm-dd; null when there is no such day between 1880 and 2400. */
const dayOf = (digits: string): string | null => {
  if (!/^\d{8}$/.test(digits)) return null;
  const [day, month, year] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)];
  const isDay = Number(day) >= 1 && Number(day) <= daysOf(Number(year), Number(month));
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  return isDay && isMonth && Number(year) >= 1880 && Number(year) <= 2400 ? `${year}-${month}-${day}` : null;
};

const GENDERS: ReadonlyMap<string, CitizenCard['gender']> = new Map([
  ['Nam', 'male'],
  ['Nữ', 'female'],
]);
/** What a keyboard wedge makes of "Nữ". */
const STRIPPED_GENDERS: readonly string[] = ['Nu', 'N', 'NU'];

/** The old paper card of health insurance: `|` between fields, name and address as hexadecimal UTF-8, `$` at the end. */
const isHealthInsurance = (text: string): boolean => {
  const [number = '', name = ''] = text.split('|');
  const isNumber = /^(?:[A-Z]{2}\d{13}|\d{10})$/.test(number);
  return text.includes('|') && (isNumber || text.endsWith('$')) && /^(?:[\da-f]{2}){2,}$/i.test(name);
};

const checkNumber = (idNumber: string, gender: CitizenCard['gender'], birthDate: string) => {
  const code = Number(idNumber[3]);
  const century = 19 + Math.floor(code / 2);
  if ((code % 2 === 0 ? 'male' : 'female') !== gender || birthDate.slice(0, 2) !== String(century))
    return no(
      'century-and-gender',
      `Digit 4 of the number stands for a ${code % 2 === 0 ? 'man' : 'woman'} born ${century}00 to ${century}99; gender and birth date say otherwise`,
    );
  if (idNumber.slice(4, 6) !== birthDate.slice(2, 4))
    return no('birth-year', 'Digits 5 and 6 of the number are not the last two of the birth year');
  return null;
};

const shapeOf = (digits: string) =>
  /^\d*$/.test(digits) ? `${digits.length} digits` : `${digits.length} characters that are not all digits`;

const read = (fields: readonly string[], today: string): Result<CitizenCard, CitizenCardRefusal> => {
  const [idNumber = '', oldId = '', fullName = '', birth = '', sex = '', address = '', issue = '', ...extra] = fields;
  if (!/^\d{12}$/.test(idNumber))
    return no('id-number', `Field 1, the number, has ${shapeOf(idNumber)}; it must have 12 digits`);
  if (!/^(?:\d{9})?$/.test(oldId))
    return no('old-id-number', `Field 2, the old number, has ${shapeOf(oldId)}; it must have 9 digits or be empty`);
  if (!NAME.test(fullName))
    return no('full-name', 'Field 3, the name, is not words that each begin with a capital letter');
  const birthDate = dayOf(birth);
  if (birthDate === null || birthDate > today)
    return no(
      'birth-date',
      `Field 4, the birth date, is ${birthDate === null ? 'no day' : 'in the future'}; it must be ddmmyyyy`,
    );
  if (STRIPPED_GENDERS.includes(sex))
    return no(
      'diacritics-lost',
      'Field 5, the gender, lost its diacritics: set the scanner to USB-COM or HID POS, not to keyboard',
    );
  const gender = GENDERS.get(sex);
  if (gender === undefined)
    return no('gender', `Field 5, the gender, is neither Nam nor Nữ (it has ${sex.length} characters)`);
  if (address === '') return no('address', 'Field 6, the address, is empty');
  const issueDate = dayOf(issue);
  if (issueDate === null || issueDate > today || issueDate < birthDate)
    return no(
      'issue-date',
      `Field 7, the issue date, is ${issueDate === null ? 'no day written ddmmyyyy' : 'before the birth or in the future'}`,
    );
  const wrongNumber = checkNumber(idNumber, gender, birthDate);
  if (wrongNumber !== null) return wrongNumber;
  return ok({
    idNumber,
    oldIdNumber: oldId === '' ? null : oldId,
    fullName,
    birthDate,
    gender,
    address,
    issueDate,
    extra,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
    diacritics: /[^\u0000-\u007f]/u.test(fullName + address) ? 'present' : 'none',
  });
};

/**
 * `text` as the scanner read it, without AIM prefix and suffix; NFC and NFD are the same. `today` (yyyy-mm-dd) refuses
 * dates in the future. At least seven fields; what follows them is kept and means nothing. Never throws.
 */
export const parseCitizenCard = (text: string, today: string): Result<CitizenCard, CitizenCardRefusal> => {
  if (text.length > LONGEST) return no('not-a-card', `${text.length} characters; a QR holds at most ${LONGEST}`);
  if (isHealthInsurance(text))
    return no('health-insurance-card', 'This is an old health-insurance card (BHYT), not a citizen card');
  const fields = text
    .normalize('NFC')
    .split('|')
    .map((field) => field.trim());
  if (!CARD_START.test(text))
    return no('not-a-card', 'This is not a citizen card: it does not begin with the 12 digits of a number and "|"');
  if (CONTROL.test(text)) return no('control-character', 'There is a control character in it; a card has none');
  if (fields.length < FIELDS)
    return no(
      'too-few-fields',
      `${fields.length} fields; a citizen card has at least ${FIELDS}, the second may be empty`,
    );
  return read(fields, today);
};

const stars = (text: string) => '*'.repeat(text.length);
const initials = (name: string) =>
  (name.match(/(?<![\p{L}\p{M}])\p{L}/gu) ?? []).map((letter) => `${letter}.`).join(' ');

/** What may stand in a log or be shown to who must not know the person: the shape of each field, hardly a value. */
export const maskCitizenCard = (card: CitizenCard): CitizenCard => ({
  ...card,
  idNumber: `${card.idNumber.slice(0, 3)}******${card.idNumber.slice(-3)}`,
  oldIdNumber: card.oldIdNumber === null ? null : `******${card.oldIdNumber.slice(-3)}`,
  fullName: initials(card.fullName),
  birthDate: `${card.birthDate.slice(0, 4)}-**-**`,
  address: '***',
  extra: card.extra.map(stars),
});
