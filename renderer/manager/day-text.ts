/** `2026-11-24` → `24/11/2026`. */
export const dayText = (day: string): string => day.split('-').toReversed().join('/');
