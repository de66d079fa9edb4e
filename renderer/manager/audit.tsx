// Who did what and when: a day's journal, of one person or of one number where that is asked for.
import { useEffect, useState } from 'preact/hooks';
import type { AuditEntry, AuditPage } from '../../contract/audit.ts';
import { timeOfDay } from '../lib/clock.ts';
import { command, rpc } from '../lib/rpc.ts';
import { isAuditKey, useWords } from './words.ts';

export const Audit = ({ onDenied }: { onDenied: () => void }) => {
  const { say } = useWords();
  /** Null: the day that is open, which after midnight is still yesterday. */
  const [chosen, setDay] = useState<string | null>(null);
  const [staffId, setStaffId] = useState('');
  const [number, setNumber] = useState('');
  const [page, setPage] = useState<AuditPage | null>(null);
  const [isReading, setReading] = useState(false);

  const read = async (before: number | null): Promise<AuditPage | null> => {
    setReading(true);
    const ask = {
      ...(chosen === null ? {} : { day: chosen }),
      ...(staffId === '' ? {} : { staffId }),
      ...(number.trim() === '' ? {} : { number: number.trim().toUpperCase() }),
      ...(before === null ? {} : { before }),
    };
    const answer = await command(({ signal }) => rpc.audit.read.query(ask, { signal }));
    setReading(false);
    if (answer.ok) return answer.value;
    if (answer.error.code === 'not-logged-in') onDenied();
    return null;
  };
  useEffect(() => {
    let isNewest = chosen !== '';
    if (isNewest)
      void read(null).then((found) => {
        if (isNewest && found !== null) setPage(found);
      });
    return () => {
      isNewest = false;
    };
  }, [chosen, staffId, number]);
  const day = chosen ?? page?.day ?? '';
  const more = async () => {
    const found = await read(page?.before ?? null);
    if (found !== null && page !== null) setPage({ ...found, entries: [...page.entries, ...found.entries] });
  };

  return (
    <div class="reports" data-testid="audit" data-reading={isReading}>
      <form class="range" onSubmit={(event) => event.preventDefault()}>
        <label>
          {say('audit.day')}
          <input
            type="date"
            data-testid="audit-day"
            value={day}
            onInput={(event) => setDay(event.currentTarget.value)}
          />
        </label>
        <label>
          {say('audit.person')}
          <select data-testid="audit-person" value={staffId} onInput={(event) => setStaffId(event.currentTarget.value)}>
            <option value="">{say('audit.everybody')}</option>
            {page?.people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say('audit.number')}
          <input
            maxLength={8}
            data-testid="audit-number"
            placeholder="A012"
            title={say('audit.numberHint')}
            value={number}
            onInput={(event) => setNumber(event.currentTarget.value)}
          />
        </label>
        {day !== '' && (
          <p class="saves">
            <a class="small" href={`/audit/${day}.csv`} data-testid="audit-csv">
              {say('audit.csv')}
            </a>
          </p>
        )}
      </form>
      {page !== null && page.entries.length === 0 && <p class="words">{say('audit.none')}</p>}
      {page !== null && page.entries.length > 0 && (
        <section class="box report">
          <table class="figures audit">
            <thead>
              <tr>
                <th scope="col">{say('audit.time')}</th>
                <th scope="col">{say('audit.number')}</th>
                <th scope="col">{say('audit.what')}</th>
                <th scope="col">{say('audit.who')}</th>
                <th scope="col">{say('audit.detail')}</th>
              </tr>
            </thead>
            <tbody>
              {page.entries.map((entry) => (
                <Entry key={entry.seq} entry={entry} />
              ))}
            </tbody>
          </table>
          {page.before !== null && (
            <button type="button" class="press quiet" data-testid="audit-more" onClick={() => void more()}>
              {say('audit.more')}
            </button>
          )}
        </section>
      )}
    </div>
  );
};

const Entry = ({ entry }: { entry: AuditEntry }) => {
  const { say, local } = useWords();
  const key = `audit.${entry.type}`;
  const word = (part: AuditEntry['detail'][number]): string => {
    if (typeof part !== 'string') return local(part);
    const known = `auditWord.${part}`;
    return isAuditKey(known) ? say(known) : part;
  };
  const place = entry.counterNumber === null ? '' : say('audit.counter', { counter: entry.counterNumber });
  return (
    <tr data-testid={`audit-${entry.type}`}>
      <td>{timeOfDay(entry.atMs)}</td>
      <th scope="row">{entry.number}</th>
      <td>{isAuditKey(key) ? say(key) : entry.type}</td>
      <td>{entry.who ?? say('audit.nobody')}</td>
      <td>{[...(place === '' ? [] : [place]), ...entry.detail.map(word)].join(' · ')}</td>
    </tr>
  );
};
