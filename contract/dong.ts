// Amounts of đồng as people write them. No zod here: screens load this file.
import type { Language } from './ticket.ts';

/** Twelve digits with their points fit every screen and the field of a code to pay by. */
export const amountMaxDong = 999_999_999;

/** `16.000 đ`, `16,000 VND`. */
export const dongText = (amountDong: number, language: Language): string =>
  `${new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en').format(amountDong)} ${language === 'vi' ? 'đ' : 'VND'}`;

/** What a clerk types: digits, with points, commas or blanks between thousands. Null for anything else, 0, and above the limit. */
export const readDong = (typed: string): number | null => {
  const text = typed.trim();
  if (!/^(\d+|\d{1,3}([., ]\d{3})+)$/.test(text)) return null;
  const amountDong = Number(text.replace(/[., ]/g, ''));
  return amountDong >= 1 && amountDong <= amountMaxDong ? amountDong : null;
};
