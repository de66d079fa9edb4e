import { expect, it } from 'vitest';
import { drawPosters, type Poster } from './procedure-poster.ts';
import { readQrs, streams } from './testing/read-pdf.ts';

const long =
  'Liên thông thủ tục đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em dưới sáu tuổi có cha hoặc mẹ là người nước ngoài cư trú trên địa bàn';
const poster = (code: string, name: string, isSample: boolean): Poster => ({
  code,
  name: { vi: name, en: 'Birth registration' },
  field: { vi: 'Hộ tịch', en: 'Civil status' },
  isSample,
  url: `http://192.168.1.10:8080/procedures/?code=${code}`,
});
const siteName = { vi: 'Bộ phận Một cửa phường Hoa Sữa', en: 'Hoa Sua ward' };
const createdAt = new Date('2026-11-26T03:00:00Z');

it.each(['A4', 'A3'] as const)(
  'the code on each %s sheet opens the page of its own procedure, also under a long name',
  async (size) => {
    const posters = [
      poster('1.001193', 'Đăng ký khai sinh', true),
      poster('1.000656', long.repeat(2).slice(0, 300), true),
    ];
    const pdf = await drawPosters({ siteName, posters, size, createdAt });
    expect(readQrs(pdf)).toEqual(posters.map(({ url }) => url));
    const [width] = /\/MediaBox \[0 0 ([\d.]+)/.exec(pdf.toString('latin1'))?.slice(1) ?? [];
    expect(Number(width)).toBeCloseTo(size === 'A4' ? 595.28 : 841.89);
  },
);

it('only a sample carries the amber mark', async () => {
  const isMarked = async (isSample: boolean) => {
    const pdf = await drawPosters({ siteName, posters: [poster('A', 'Khai sinh', isSample)], size: 'A4', createdAt });
    // #ffc233 as the file writes it.
    return streams(pdf).some((stream) => /^1 0\.76\d* 0\.2 scn?$/m.test(String(stream)));
  };
  expect([await isMarked(true), await isMarked(false)]).toEqual([true, false]);
});
