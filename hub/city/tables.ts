// The comparison as a file.
import type { ComparedRow } from '../../contract/city.ts';
import type { Share } from '../../contract/report.ts';
import { fill } from '../../contract/texts/catalogue.ts';
import { cityTexts } from '../../contract/texts/city.ts';
import type { Language } from '../../contract/ticket.ts';
import { type Cell, type Table, writeCsv, writeXlsx } from '../../main/documents/write-table.ts';

export interface CompareFile {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly ComparedRow[];
  readonly language: Language;
  readonly login: string;
  readonly nowMs: number;
}

const share = ({ value, low, high, n }: Share): Cell[] => [value, low, high, n];
const rounded = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits));

const compareTable = ({ rows, language }: Pick<CompareFile, 'rows' | 'language'>): Table => {
  const say = (key: keyof typeof cityTexts.vi): string => cityTexts[language][key];
  const shares = (heading: string): Table['columns'] => [
    { heading, width: 12, format: '0.0%' },
    { heading: `${heading}, ${say('city.low')}`, width: 12, format: '0.0%' },
    { heading: `${heading}, ${say('city.high')}`, width: 12, format: '0.0%' },
    { heading: `${heading}, n`, width: 8 },
  ];
  return {
    name: say('city.compare'),
    columns: [
      { heading: say('city.kind'), width: 10 },
      { heading: say('city.code'), width: 14 },
      { heading: say('city.name'), width: 32 },
      { heading: say('city.issued'), width: 10 },
      { heading: say('city.served'), width: 10 },
      { heading: say('city.meanWait'), width: 12, format: '0.0' },
      ...shares(say('city.kept')),
      ...shares(say('city.within30')),
      { heading: say('city.ratings'), width: 10 },
      { heading: say('city.mean'), width: 10, format: '0.00' },
      ...shares(say('city.satisfied')),
      { heading: say('city.index'), width: 12, format: '0.00' },
    ],
    rows: rows.map((row) => [
      ...[say(`city.kind.${row.kind}`), row.id, row.name, row.issued, row.served, rounded(row.meanWaitMinutes, 1)],
      ...share(row.kept),
      ...share(row.within30),
      row.ratings.n,
      row.ratings.few ? null : rounded(row.ratings.mean, 2),
      ...(row.ratings.few ? [null, null, null, null] : share(row.ratings.satisfied)),
      rounded(row.indexPoints, 2),
    ]),
  };
};

export const compareCsv = (file: CompareFile): Buffer => writeCsv(compareTable(file));

export const compareXlsx = async (file: CompareFile): Promise<Buffer> => {
  const texts = cityTexts[file.language];
  return writeXlsx([compareTable(file)], {
    title: texts['city.compare'],
    about: [
      fill(texts['city.period'], { from: file.from, to: file.to }),
      fill(texts['city.writtenBy'], { login: file.login }),
      texts['city.fewNote'],
    ],
    printedAt: new Date(file.nowMs),
  });
};
