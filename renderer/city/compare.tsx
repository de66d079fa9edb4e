// Units and halls side by side over some days, and the same as a file.
import { useState } from 'preact/hooks';
import type { CityCompare, CityNow } from '../../contract/city.ts';
import { calendarDayAt } from '../../contract/time-zone.ts';
import { ask } from './ask.ts';
import { FigureCells, FigureHeads } from './figure-columns.tsx';
import { useNumbers } from './numbers.tsx';
import { Wide } from './wide.tsx';
import { useWords } from './words.ts';

const DAY_MS = 86_400_000;

const Rows = ({ compared }: { compared: CityCompare }) => {
  const { say } = useWords();
  const { digits } = useNumbers();
  return (
    <Wide name={say('city.compare')}>
      <table data-testid="compared">
        <thead>
          <tr>
            <th scope="col">{say('city.name')}</th>
            <FigureHeads />
            <th scope="col">{say('city.index')}</th>
          </tr>
        </thead>
        <tbody>
          {compared.rows.map((row) => (
            <tr key={`${row.kind}:${row.id}`}>
              <th scope="row">{row.name}</th>
              <FigureCells of={row} />
              <td class="number">{row.indexPoints === null ? '–' : digits(row.indexPoints, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
};

export const Compare = ({ now }: { now: CityNow }) => {
  const { say, language } = useWords();
  const [from, setFrom] = useState(calendarDayAt(now.atMs - 29 * DAY_MS));
  const [to, setTo] = useState(calendarDayAt(now.atMs));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [shown, setShown] = useState<{ readonly query: string; readonly compared: CityCompare } | null>(null);
  const [isRefused, setRefused] = useState(false);
  const choices = [
    ...now.path.map(({ code, name }) => ({ id: `unit:${code}`, name })),
    ...now.units.map(({ code, name }) => ({ id: `unit:${code}`, name })),
    ...now.halls.map(({ key, name }) => ({ id: `hall:${key}`, name })),
  ];
  const show = async () => {
    const query = new URLSearchParams([['from', from], ['to', to], ...chosen.map((id) => ['of', id])]).toString();
    const answer = await ask<CityCompare>(`compare?${query}`);
    setRefused(!answer.ok);
    setShown(answer.ok ? { query, compared: answer.value } : null);
  };
  return (
    <>
      <form
        class="compare"
        onSubmit={(event) => {
          event.preventDefault();
          void show();
        }}
      >
        <label class="field">
          {say('city.from')}
          <input
            type="date"
            required
            value={from}
            data-testid="from"
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          {say('city.to')}
          <input
            type="date"
            required
            value={to}
            data-testid="to"
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="press strong" data-testid="show" disabled={chosen.length === 0}>
          {say('city.show')}
        </button>
        {shown !== null &&
          (['xlsx', 'csv'] as const).map((ending) => (
            <a
              key={ending}
              class="press quiet"
              data-testid={`file-${ending}`}
              href={`/city/api/compare.${ending}?${shown.query}&language=${language}`}
            >
              {say(`city.${ending}`)}
            </a>
          ))}
        <fieldset>
          <legend>{say('city.choose')}</legend>
          {choices.map(({ id, name }) => (
            <label key={id} class="choice">
              <input
                type="checkbox"
                data-testid={`choose-${id}`}
                checked={chosen.includes(id)}
                onChange={() => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])}
              />
              {name}
            </label>
          ))}
        </fieldset>
      </form>
      {isRefused && (
        <p class="wrong" role="alert">
          {say('city.badPeriod')}
        </p>
      )}
      {shown !== null && <Rows compared={shown.compared} />}
      <p class="soft">{say('city.fewNote')}</p>
    </>
  );
};
