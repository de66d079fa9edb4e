// `cccd_qr`: the citizen card as a scanner sends it. Personal in every field: `mask` leaves shapes.
import { type CitizenCard, maskCitizenCard, parseCitizenCard } from '../../contract/citizen-card.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Meaning, Protocol } from '../core/protocol.ts';
import { decodeScanText, encodeScanText, type Guess, splitAim } from '../core/scan-text.ts';

/** A frame of a log may be of any day. */
const ANY_DAY = '9999-12-31';
const SUFFIXES = ['\r\n', '\r', '\n', ''] as const;

const dayOf = (date: unknown) => String(date).split('-').reverse().join('');

const textOf = (card: CitizenCard): string =>
  [
    card.idNumber,
    card.oldIdNumber ?? '',
    card.fullName,
    dayOf(card.birthDate),
    card.gender === 'male' ? 'Nam' : 'Nữ',
    card.address,
    dayOf(card.issueDate),
    ...card.extra,
  ].join('|');

/** How the text differs from what its fields give: `raw` where it is neither of the normal forms. */
const formOf = (card: CitizenCard, text: string) => {
  const built = textOf(card);
  if (built.normalize('NFC') === text) return { form: 'nfc' };
  if (built.normalize('NFD') === text) return { form: 'nfd' };
  return { form: 'other', raw: text };
};

const decode = (bytes: Uint8Array): Result<Meaning, string> => {
  const ending = Buffer.from(bytes.subarray(-2)).toString('latin1');
  const suffix = SUFFIXES.find((one) => ending.endsWith(one)) ?? '';
  const { aim, data } = splitAim(bytes.subarray(0, bytes.length - suffix.length));
  const decoded = decodeScanText(data);
  if (decoded === null)
    return refuse(`The ${data.length} bytes are no UTF-8, and no wrong guess of a charset explains them`);
  const { text, guess } = decoded;
  const head = { aim, guess, suffix };
  const card = parseCitizenCard(text, ANY_DAY);
  if (card.ok) return ok({ kind: 'citizen-card', ...card.value, ...head, ...formOf(card.value, text) });
  // A piece of a card that only shows what the scanner does to its letters.
  if (guess !== null) return ok({ kind: 'wrong-charset', text, ...head });
  return refuse(`${card.error.message} [reason=${card.error.reason}]`);
};

const encode = (meaning: Meaning): Result<Uint8Array, string> => {
  if (meaning.kind !== 'citizen-card' && meaning.kind !== 'wrong-charset')
    return refuse(`"${meaning.kind}" is no meaning of a citizen card; allowed: citizen-card, wrong-charset`);
  const { aim, guess, suffix, form, raw, text } = meaning;
  const clear =
    meaning.kind === 'wrong-charset'
      ? String(text)
      : typeof raw === 'string'
        ? raw
        : textOf(meaning as unknown as CitizenCard);
  const bytes = encodeScanText({
    text: form === 'nfd' ? clear.normalize('NFD') : clear,
    guess: typeof guess === 'string' ? (guess as Guess) : null,
  });
  if (bytes === null) return refuse(`No scanner takes this text for ${String(guess)}`);
  const head = typeof aim === 'string' ? `]${aim}` : '';
  return ok(
    Uint8Array.from([...Buffer.from(head), ...bytes, ...Buffer.from(typeof suffix === 'string' ? suffix : '')]),
  );
};

export const citizenCardQr: Protocol = {
  name: 'cccd_qr',
  decode: (direction, bytes) =>
    direction === 'device->host' ? decode(bytes) : refuse('A card is only read; the direction must be device->host'),
  encode: (_, meaning) => encode(meaning),
  mask: (meaning) => {
    if (meaning.kind !== 'citizen-card') return { ...meaning, text: '***' };
    return {
      ...meaning,
      ...maskCitizenCard(meaning as unknown as CitizenCard),
      ...('raw' in meaning ? { raw: '***' } : {}),
    };
  },
};
