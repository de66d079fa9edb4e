// The language that a person chose on this device, kept from one visit to the next where the browser lets us.
import { useState } from 'preact/hooks';
import type { Language } from '../../contract/ticket.ts';

const place = 'motcua.language';

const read = (): Language => {
  try {
    return localStorage.getItem(place) === 'en' ? 'en' : 'vi';
  } catch {
    // A browser that forbids storage still gets the page, in Vietnamese.
    return 'vi';
  }
};

export const useKeptLanguage = (): readonly [Language, () => void] => {
  const [language, setLanguage] = useState(read);
  const change = () => {
    const next = language === 'vi' ? 'en' : 'vi';
    setLanguage(next);
    try {
      localStorage.setItem(place, next);
    } catch {
      // The choice then lasts as long as the page.
    }
  };
  return [language, change];
};
