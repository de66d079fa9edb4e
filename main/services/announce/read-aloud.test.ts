import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReadAloud } from './read-aloud.ts';
import { spokenText } from './spoken-text.ts';
import { readWav } from './wav.ts';

describe('what is shown, as it is spoken', () => {
  it.each([
    ['Số của ông/bà: A007', 'Số của ông/bà: a không không bảy'],
    ['Chờ khoảng 10–15 phút', 'Chờ khoảng mười đến mười lăm phút'],
    ['Còn 21 người trước ông/bà', 'Còn hai mươi mốt người trước ông/bà'],
    ['Mời đến quầy 4, rồi quầy 24.', 'Mời đến quầy bốn, rồi quầy hai mươi tư.'],
    ['Lệ phí 8.000 đồng', 'Lệ phí 8.000 đồng'],
    ['Mở lại 27/11 lúc 07:30', 'Mở lại 27/11 lúc 07:30'],
  ])('%s', (shown, spoken) => {
    expect(spokenText(shown, 'vi', 'north')).toBe(spoken);
  });

  it('the southern reading of a southern site', () => {
    expect(spokenText('Còn 105 người', 'vi', 'south')).toBe('Còn một trăm lẻ năm người');
  });

  it('an English page keeps its numbers, and spells the ticket', () => {
    expect(spokenText('A007: wait about 10–15 minutes', 'en', 'north')).toBe(' A 0 0 7 : wait about 10 to 15 minutes');
  });

  it('whatever a service is called, nothing of its words is lost', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zà-ỹ ,.]{0,60}$/), (words) => {
        expect(spokenText(words, 'vi', 'north')).toBe(words);
      }),
    );
  });
});

describe('read by the synthesiser', () => {
  it('a sentence becomes sound, and a dash at its beginning is no option of a program', async () => {
    const clip = await createReadAloud('north').read('-v en: Ông bà cần làm gì hôm nay?', 'vi');
    const sound = readWav(clip ?? Buffer.alloc(0));
    expect(sound.ok && sound.value.samples.length / sound.value.sampleRateHz).toBeGreaterThan(1);
  });

  it('a hall of twenty kiosks pressed at once: three are read to, the others stay quiet, and later ones are read to again', async () => {
    const aloud = createReadAloud('north');
    const clips = await Promise.all(Array.from({ length: 20 }, () => aloud.read('Xin chờ một chút', 'vi')));
    expect(clips.filter((clip) => clip !== null)).toHaveLength(3);
    expect(await aloud.read('Xin chờ một chút', 'vi')).not.toBeNull();
  });
});
