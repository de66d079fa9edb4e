// Figures as people read them: a share with its interval and its n, a line of the last hour.
import type { RatingFigures } from '../../contract/rating.ts';
import type { Share } from '../../contract/report.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import { useWords } from './words.ts';

const percent = (value: number): number => Math.round(value * 100);

export const useNumbers = () => {
  const { locale } = useWords();
  return {
    whole: (value: number): string => new Intl.NumberFormat(locale).format(value),
    digits: (value: number, count: number): string =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: count, maximumFractionDigits: count }).format(value),
    time: (atMs: number): string =>
      new Intl.DateTimeFormat(locale, {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        timeZone: siteTimeZone,
      }).format(atMs),
    moment: (atMs: number): string =>
      new Intl.DateTimeFormat(locale, {
        day: '2-digit',
        month: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        timeZone: siteTimeZone,
      }).format(atMs),
    day: (day: string): string => day.split('-').toReversed().join('/'),
  };
};

export const ShareCell = ({ share }: { share: Share }) => {
  const { say } = useWords();
  const { whole } = useNumbers();
  const { value, low, high, n } = share;
  if (value === null || low === null || high === null) return <td class="number">–</td>;
  return (
    <td class="number">
      <b>{percent(value)} %</b>
      <small>
        {say('city.between', { low: percent(low), high: percent(high) })} · {say('city.ofN', { n: whole(n) })}
      </small>
    </td>
  );
};

/** The mean level with how many there were; `few` is said and nothing is counted from it. */
export const RatingCell = ({ figures }: { figures: RatingFigures }) => {
  const { say } = useWords();
  const { digits, whole } = useNumbers();
  if (figures.few) return <td class="number soft">{figures.n === 0 ? '–' : say('city.few', { n: figures.n })}</td>;
  return (
    <td class="number">
      <b>{digits(figures.mean, 1)}</b>
      <small>{say('city.ofN', { n: whole(figures.n) })}</small>
    </td>
  );
};

export const SatisfiedCell = ({ figures }: { figures: RatingFigures }) => {
  const { say } = useWords();
  if (figures.few) return <td class="number soft">{figures.n === 0 ? '–' : say('city.few', { n: figures.n })}</td>;
  return <ShareCell share={figures.satisfied} />;
};

export const Trend = ({ numbers }: { numbers: readonly number[] }) => {
  const { say } = useWords();
  const most = Math.max(1, ...numbers);
  const last = numbers.length - 1;
  if (last < 1) return null;
  const points = numbers.map(
    (one, at) => `${((at / last) * 96 + 2).toFixed(1)},${(26 - (one / most) * 22).toFixed(1)}`,
  );
  return (
    <svg
      class="trend"
      viewBox="0 0 100 28"
      role="img"
      aria-label={say('city.trendOf', { numbers: numbers.join(', ') })}
    >
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" />
      <circle cx="98" cy={points.at(-1)?.split(',')[1]} r="2" fill="currentColor" />
    </svg>
  );
};
