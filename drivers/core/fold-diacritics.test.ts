import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldDiacritics } from './fold-diacritics.ts';

it.each([
  ['Đất đai và chứng thực', 'Dat dai va chung thuc'],
  ['MỜI SỐ A007 ĐẾN QUẦY 3', 'MOI SO A007 DEN QUAY 3'],
  ['Ưu tiên: người cao tuổi', 'Uu tien: nguoi cao tuoi'],
  ['A007 → 3', 'A007 > 3'],
  ['nghỉ trưa… “11:30–13:30”', 'nghi trua... "11:30-13:30"'],
  ['部', '?'],
])('"%s" on a board without Vietnamese is "%s"', (text, folded) => {
  expect(foldDiacritics(text)).toBe(folded);
  expect(foldDiacritics(text.normalize('NFD'))).toBe(folded);
});

it('whatever is written, only printable ASCII comes out', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => /^[ -~]*$/.test(foldDiacritics(text))));
});
