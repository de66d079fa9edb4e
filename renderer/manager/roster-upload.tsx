// A list of people is chosen, looked at, and only then stored.
import { useState } from 'preact/hooks';
import { type PeopleReport, PersonKind } from '../../contract/people.ts';
import type { Result } from '../../contract/result.ts';
import type { Trouble } from '../lib/rpc.ts';
import { sendFile } from './send-file.ts';
import { useWords } from './words.ts';

type Stage =
  | { readonly at: 'empty' }
  | { readonly at: 'reading'; readonly file: File }
  | { readonly at: 'seen'; readonly file: File; readonly report: PeopleReport }
  | { readonly at: 'refused'; readonly trouble: Trouble };

interface UploadProps {
  readonly onStored: (text: string) => Promise<unknown>;
  readonly onDenied: () => void;
}

export const RosterUpload = ({ onStored, onDenied }: UploadProps) => {
  const { say } = useWords();
  const [stage, setStage] = useState<Stage>({ at: 'empty' });
  const [kind, setKind] = useState<PersonKind>('pupil');
  const send = (file: File, how: PersonKind, what: 'preview' | 'store') =>
    sendFile<PeopleReport>(file, '/manage/people', { mode: 'update', kind: how, do: what });
  const take = (answer: Result<PeopleReport, Trouble>, file: File) => {
    if (answer.ok) setStage({ at: 'seen', file, report: answer.value });
    else if (answer.error.code === 'not-logged-in') onDenied();
    else setStage({ at: 'refused', trouble: answer.error });
  };
  const look = async (file: File | undefined, how: PersonKind) => {
    if (file === undefined) return;
    setStage({ at: 'reading', file });
    take(await send(file, how, 'preview'), file);
  };
  const store = async (file: File) => {
    setStage({ at: 'reading', file });
    const answer = await send(file, kind, 'store');
    if (!answer.ok || answer.value.problemCount > 0) return take(answer, file);
    setStage({ at: 'empty' });
    const { added, changed } = answer.value;
    await onStored(say('roster.stored', { added: added.length, changed: changed.length }));
  };
  return (
    <section class="panel" data-testid="roster-upload">
      <h2>{say('roster.upload')}</h2>
      <p class="soft">{say('roster.uploadHint')}</p>
      <fieldset class="roles">
        <legend>{say('roster.kind')}</legend>
        {PersonKind.options.map((one) => (
          <label key={one} class="role">
            <input
              type="radio"
              name="kind"
              checked={kind === one}
              onChange={() => {
                setKind(one);
                if (stage.at === 'seen') void look(stage.file, one);
              }}
            />
            {say(`personKind.${one}`)}
          </label>
        ))}
      </fieldset>
      <label class="press quiet file">
        {say('roster.choose')}
        <input
          type="file"
          accept=".xlsx,.csv"
          data-testid="roster-file"
          onClick={(event) => {
            // The same file, mended, is a change too.
            event.currentTarget.value = '';
          }}
          onChange={(event) => void look(event.currentTarget.files?.[0], kind)}
        />
      </label>
      {stage.at === 'reading' && <p role="status">{say('roster.reading')}</p>}
      {stage.at === 'refused' && (
        <p class="wrong" role="alert">
          {say(`refusal.${stage.trouble.code}`, stage.trouble.params)}
        </p>
      )}
      {stage.at === 'seen' && (
        <div class="preview" data-testid="roster-preview">
          <h3>{say('roster.preview', { name: stage.file.name })}</h3>
          <Outcome report={stage.report} />
          <p class="preview-do">
            {stage.report.problemCount === 0 && stage.report.added.length + stage.report.changed.length > 0 && (
              <button
                type="button"
                class="press strong"
                data-testid="roster-store"
                onClick={() => void store(stage.file)}
              >
                {say('roster.store')}
              </button>
            )}
            <button type="button" class="press quiet" onClick={() => setStage({ at: 'empty' })}>
              {say('roster.cancel')}
            </button>
          </p>
        </div>
      )}
    </section>
  );
};

const Outcome = ({ report }: { report: PeopleReport }) => {
  const { say } = useWords();
  const { added, changed, unchanged, problems, problemCount } = report;
  if (problemCount === 0)
    return <p role="status">{say('roster.changes', { added: added.length, changed: changed.length, unchanged })}</p>;
  return (
    <>
      <p class="wrong" role="alert">
        {say('roster.problems', { count: problemCount })}
      </p>
      <ul class="problems" data-testid="roster-problems">
        {problems.map(({ code, row, column, value, params }) => (
          <li key={`${row} ${column} ${code}`}>
            {row !== null && <strong>{say('table.place', { row, column: column ?? '' })}</strong>}
            <span>{say(`table.${code}`, { ...params, value })}</span>
          </li>
        ))}
        {problemCount > problems.length && <li>{say('table.more', { count: problemCount - problems.length })}</li>}
      </ul>
    </>
  );
};
