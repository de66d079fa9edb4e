// What a screen shows, written as it is spoken: a synthesiser never sees a Vietnamese number (words.ts says why).
import type { Language } from '../../../contract/ticket.ts';
import { cardinalWords, type Reading, ticketWords } from './words.ts';

/** A ticket's number: one or two capitals and digits, with nothing of a word on either side. */
const ticketNumber = /(?<![\p{L}\d])[A-ZĐ]{1,2}\d{1,5}(?![\p{L}\d])/gu;
const range = /(\d)\s*[–-]\s*(?=\d)/g;
/** Above 9999 and behind a point or a slash the synthesiser's own reading is right often enough: dates, sums. */
const cardinal = /(?<![\d.,/:])\d{1,4}(?![\d/:]|[.,]\d)/g;

/** `A007` letter by letter and digit by digit, `10–15` as a range, whole numbers to 9999 as words. */
export const spokenText = (text: string, language: Language, reading: Reading): string => {
  if (language === 'en')
    return text.replace(range, '$1 to ').replace(ticketNumber, (number) => ` ${[...number].join(' ')} `);
  return text
    .replace(ticketNumber, (number) => ticketWords(number).join(' '))
    .replace(range, '$1 đến ')
    .replace(cardinal, (digits) => cardinalWords(Number(digits), reading).join(' '));
};
