// The figures of a hall, a unit or a day, as the same columns wherever they stand.
import type { CityCompare, CityHallDays } from '../../contract/city.ts';
import { RatingCell, SatisfiedCell, ShareCell, useNumbers } from './numbers.tsx';
import { useWords } from './words.ts';

type Figures = Pick<
  CityCompare['rows'][number] & CityHallDays['days'][number],
  'issued' | 'served' | 'meanWaitMinutes' | 'kept' | 'within30' | 'ratings'
>;

const heads = [
  'city.issued',
  'city.served',
  'city.meanWait',
  'city.kept',
  'city.within30',
  'city.mean',
  'city.satisfied',
] as const;

export const FigureHeads = () => {
  const { say } = useWords();
  return (
    <>
      {heads.map((head) => (
        <th key={head} scope="col">
          {say(head)}
        </th>
      ))}
    </>
  );
};

export const FigureCells = ({ of: figures }: { of: Figures }) => {
  const { whole, digits } = useNumbers();
  return (
    <>
      <td class="number">{whole(figures.issued)}</td>
      <td class="number">{whole(figures.served)}</td>
      <td class="number">{figures.meanWaitMinutes === null ? '–' : digits(figures.meanWaitMinutes, 1)}</td>
      <ShareCell share={figures.kept} />
      <ShareCell share={figures.within30} />
      <RatingCell figures={figures.ratings} />
      <SatisfiedCell figures={figures.ratings} />
    </>
  );
};
