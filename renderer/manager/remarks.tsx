// What citizens wrote: the most pressing first, one of them open beside the list.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RemarkDesk, RemarkRow } from '../../contract/remark.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';
import { command, rpc } from '../lib/rpc.ts';
import { RemarkOpen } from './remark-open.tsx';
import './remarks.css';
import { Said } from './said.tsx';
import { type Send, useSaid } from './use-said.ts';
import { useWords } from './words.ts';

const day = (date: string): string => date.split('-').toReversed().join('/');
const dayBefore = (days: number): string =>
  new Date(Date.now() + siteOffsetMs - days * 86_400_000).toISOString().slice(0, 10);

export const RemarksDesk = ({ onDenied }: { onDenied: () => void }) => {
  const { say } = useWords();
  const [show, setShow] = useState<'open' | 'ended'>('open');
  const [desk, setDesk] = useState<RemarkDesk | null>(null);
  const [chosen, setChosen] = useState<RemarkRow['id'] | null>(null);
  const { said, tell, send } = useSaid(onDenied);

  const read = useCallback(async () => {
    const answer = await command(({ signal }) => rpc.remarks.desk.query({ show }, { signal }));
    if (answer.ok) setDesk(answer.value);
    else tell(answer.error);
  }, [show, tell]);
  useEffect(() => void read(), [read]);
  const change = useCallback<Send>(
    async (order, done) => {
      const isDone = await send(order, done);
      // Also after a refusal: somebody else may have answered meanwhile.
      await read();
      return isDone;
    },
    [read, send],
  );

  const row = desk?.rows.find(({ id }) => id === chosen) ?? null;
  return (
    <div class="remark-desk" data-testid="remark-desk">
      <form class="range" onSubmit={(event) => event.preventDefault()}>
        {(['open', 'ended'] as const).map((one) => (
          <button
            key={one}
            type="button"
            class="small"
            aria-pressed={one === show}
            data-testid={`remark-show-${one}`}
            onClick={() => {
              setChosen(null);
              setShow(one);
            }}
          >
            {say(`remarkDesk.${one}`)}
          </button>
        ))}
        <button type="button" class="small" onClick={() => void read()}>
          {say('remarkDesk.refresh')}
        </button>
        {desk?.mayRoute && <Files />}
      </form>
      <Said said={said} />
      {desk === null ? <p class="words">{say('remarkDesk.reading')}</p> : <Counts desk={desk} />}
      {desk !== null && (
        <div class="remark-sides">
          <section class="box">
            {desk.rows.length === 0 && <p class="words">{say('remarkDesk.none')}</p>}
            <ul class="remark-lines">
              {desk.rows.map((one) => (
                <Line
                  key={one.id}
                  row={one}
                  desk={desk}
                  isChosen={one.id === chosen}
                  onChoose={() => setChosen(one.id)}
                />
              ))}
            </ul>
            {desk.left > 0 && <p class="soft">{say('remarkDesk.more', { count: desk.left })}</p>}
          </section>
          <section class="box">
            {row === null ? (
              <p class="words">{say('remarkDesk.choose')}</p>
            ) : (
              <RemarkOpen key={row.id} row={row} desk={desk} change={change} />
            )}
          </section>
        </div>
      )}
    </div>
  );
};

const Files = () => {
  const { say } = useWords();
  const [from, setFrom] = useState(() => dayBefore(30));
  const [to, setTo] = useState(() => dayBefore(0));
  return (
    <>
      <label>
        {say('remarkDesk.from')}
        <input type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label>
        {say('remarkDesk.to')}
        <input type="date" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
      </label>
      <p class="saves">
        {from !== '' &&
          from <= to &&
          (['xlsx', 'csv'] as const).map((format) => (
            <a key={format} class="small" href={`/remarks/export/${from}_${to}.${format}`}>
              {format.toUpperCase()}
            </a>
          ))}
        <a class="small" href="/remarks/poster.pdf" data-testid="remark-poster">
          {say('remarkDesk.poster')}
        </a>
      </p>
    </>
  );
};

const Counts = ({ desk: { counts } }: { desk: RemarkDesk }) => {
  const { say, language } = useWords();
  const { onTime } = counts;
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <dl class="remark-counts">
      {(['over', 'near', 'toRoute', 'open'] as const).map((one) => (
        <div key={one} data-warns={(one === 'over' && counts.over > 0) || undefined}>
          <dd data-testid={`remark-count-${one}`}>{counts[one]}</dd>
          <dt>{say(`remarkDesk.counts.${one}`)}</dt>
        </div>
      ))}
      <div>
        <dd>
          {onTime.value === null ? '–' : percent.format(onTime.value)}{' '}
          {onTime.n > 0 && <small>{say('remarkDesk.onTimeOf', { count: onTime.count, n: onTime.n })}</small>}
        </dd>
        <dt>{say('remarkDesk.counts.onTime')}</dt>
      </div>
    </dl>
  );
};

interface LineProps {
  readonly row: RemarkRow;
  readonly desk: RemarkDesk;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

const Line = ({ row, desk, isChosen, onChoose }: LineProps) => {
  const { say, local } = useWords();
  const unit = desk.units.find(({ id }) => id === row.unitId);
  const first = row.steps[0]?.text ?? '';
  return (
    <li>
      <button
        type="button"
        class="remark-line"
        aria-pressed={isChosen}
        data-due={row.due ?? undefined}
        data-testid={`remark-line-${row.number}`}
        onClick={onChoose}
      >
        <span class="remark-line-head">
          <strong>
            {say('remarkDesk.numberOf', { number: row.number })} · {say(`remark.kind.${row.kind}`)}
          </strong>
          <span class="remark-due">
            {row.due === null
              ? say(`remark.state.${row.state}`)
              : say(`remarkDesk.due.${row.due}`, { day: day(row.answerBy) })}
          </span>
        </span>
        <span class="remark-first">{row.isErased ? say('remarkDesk.erased') : first}</span>
        <span class="soft">
          {[
            unit ? local(unit.name) : say('remarkDesk.noUnit'),
            ...(row.isObjected ? [say('remarkDesk.again')] : []),
          ].join(' · ')}
        </span>
      </button>
    </li>
  );
};
