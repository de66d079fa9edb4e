// Vietnamese as people type it in a hurry: without marks, in any case. No Node, no DOM.

/** `Đăng ký` → `dang ky`. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();

/** The folded words of a text: letters a to z and digits, nothing else. */
export const foldedWords = (text: string): string[] => fold(text).match(/[a-z0-9]+/g) ?? [];
