// Scanned texts that may be shown: those of cards of people lose what names the person.
import { maskCitizenCard, parseCitizenCard } from '../../contract/citizen-card.ts';
import type { Meaning } from './protocol.ts';

/** Begins like a citizen card or like a card of health insurance, also where the rest of it is missing or bad. */
const PERSONAL = /^(?:\][A-Za-z][\dA-Za-z])?(?:\d{9,14}\||\d{10}\||[A-Z]{2}\d{13}\||\d{12}$)/;
/** Dates in the future are no reason to show a person. */
const ANY_DAY = '9999-12-31';

const maskScanText = (text: string): string => {
  if (!PERSONAL.test(text)) return text.replaceAll(/\d{12}/g, (id) => `${id.slice(0, 3)}******${id.slice(-3)}`);
  const card = parseCitizenCard(text.replace(/^\][A-Za-z][\dA-Za-z]/, ''), ANY_DAY);
  if (!card.ok) return `${text.slice(0, 3)}***`;
  const { idNumber, fullName, birthDate } = maskCitizenCard(card.value);
  return `${idNumber}|***|${fullName}|${birthDate}|***`;
};

/** Fields `text`, and `data` in hexadecimal, which may be a part of the same. */
export const maskScan = (meaning: Meaning): Meaning => {
  const { text, data } = meaning;
  return {
    ...meaning,
    ...(typeof text === 'string' ? { text: maskScanText(text) } : {}),
    ...(typeof data === 'string' && data.length > 0 ? { data: `*** (${data.length / 2} bytes)` } : {}),
  };
};
