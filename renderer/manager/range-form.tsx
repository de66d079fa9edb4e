// Which days: those that are asked for most, or any others; and the same days as files.
import { siteOffsetMs } from '../../contract/time-zone.ts';
import { useWords } from './words.ts';

export interface Range {
  readonly from: string;
  readonly to: string;
}

const dayMs = 24 * 3_600_000;
export const dayOf = (atMs: number): string => new Date(atMs + siteOffsetMs).toISOString().slice(0, 10);

/** Before four in the morning the evening before goes on, as the business day does (`site.dayStartsAt`, unless it is set otherwise). */
const nightMs = 4 * 3_600_000;
/** Milliseconds of some moment of the business day of now. */
export const todayMs = (): number => Date.now() - nightMs;

/** So many days up to today, or up to `until` days before it. */
export const lastDays = (days: number, until = 0): Range => ({
  from: dayOf(todayMs() - (days - 1 + until) * dayMs),
  to: dayOf(todayMs() - until * dayMs),
});

export const isReadable = ({ from, to }: Range): boolean =>
  from !== '' && from <= to && Date.parse(to) - Date.parse(from) < 400 * dayMs;

interface RangeFormProps {
  readonly testId: string;
  readonly range: Range;
  readonly presets: readonly { readonly name: string; readonly words: string; readonly range: Range }[];
  /** Where the files lie; null for none now. */
  readonly files: string | null;
  readonly onRange: (range: Range) => void;
}

export const RangeForm = ({ testId, range, presets, files, onRange }: RangeFormProps) => {
  const { say } = useWords();
  const { from, to } = range;
  return (
    <form class="range" onSubmit={(event) => event.preventDefault()}>
      {presets.map(({ name, words, range: preset }) => (
        <button
          key={name}
          type="button"
          class="small"
          aria-pressed={preset.from === from && preset.to === to}
          data-testid={`${testId}-${name}`}
          onClick={() => onRange(preset)}
        >
          {words}
        </button>
      ))}
      <label>
        {say('report.from')}
        <input
          type="date"
          data-testid={`${testId}-from`}
          value={from}
          onInput={(event) => onRange({ ...range, from: event.currentTarget.value })}
        />
      </label>
      <label>
        {say('report.to')}
        <input
          type="date"
          data-testid={`${testId}-to`}
          value={to}
          onInput={(event) => onRange({ ...range, to: event.currentTarget.value })}
        />
      </label>
      {files !== null && (
        <p class="saves">
          {(['xlsx', 'csv', 'pdf'] as const).map((format) => (
            <a key={format} class="small" href={`${files}${from}_${to}.${format}`} data-testid={`${testId}-${format}`}>
              {format.toUpperCase()}
            </a>
          ))}
        </p>
      )}
    </form>
  );
};

/** `16/11` */
export const shortDay = (day: string): string => `${day.slice(8)}/${day.slice(5, 7)}`;
