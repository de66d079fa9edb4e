// A file is chosen, looked at, and only then stored. What is wrong with it is said cell by cell.
import { useRef, useState } from 'preact/hooks';
import type { ImportMode, ImportReport, ProcedureSummary } from '../../contract/procedure.ts';
import type { Result } from '../../contract/result.ts';
import type { TableProblem } from '../../contract/table.ts';
import type { Trouble } from '../lib/rpc.ts';
import { sendFile } from './send-file.ts';
import { useWords } from './words.ts';

const mostBytes = 2 * 1024 * 1024;
const columns =
  'Mã*, Tên thủ tục*, Lĩnh vực*, Giấy tờ cần mang, Lệ phí, Thời hạn, Các bước, Mẫu đơn, Dịch vụ lấy số, Từ khóa';

type Stage =
  | { readonly at: 'empty' | 'too-large' }
  | { readonly at: 'reading'; readonly file: File }
  | { readonly at: 'seen'; readonly file: File; readonly report: ImportReport; readonly isStoring: boolean }
  | { readonly at: 'refused'; readonly trouble: Trouble };

interface UploadProps {
  /** Says what was stored, and reads the list again. */
  readonly onStored: (text: string) => Promise<unknown>;
  readonly onDenied: () => void;
}

export const Upload = ({ onStored, onDenied }: UploadProps) => {
  const { say } = useWords();
  const [stage, setStage] = useState<Stage>({ at: 'empty' });
  const [mode, setMode] = useState<ImportMode>('update');
  const input = useRef<HTMLInputElement>(null);

  const clear = () => {
    setStage({ at: 'empty' });
    if (input.current) input.current.value = '';
  };
  const take = (answer: Result<ImportReport, Trouble>, file: File) => {
    if (answer.ok) setStage({ at: 'seen', file, report: answer.value, isStoring: false });
    else if (answer.error.code === 'not-logged-in') onDenied();
    else setStage({ at: 'refused', trouble: answer.error });
  };
  const look = async (file: File | undefined, how: ImportMode) => {
    if (file === undefined) return;
    if (file.size > mostBytes) {
      setStage({ at: 'too-large' });
      return;
    }
    setStage({ at: 'reading', file });
    take(await sendFile<ImportReport>(file, '/manage/procedures', { mode: how, do: 'preview' }), file);
  };
  const store = async (seen: Extract<Stage, { at: 'seen' }>) => {
    setStage({ ...seen, isStoring: true });
    const answer = await sendFile<ImportReport>(seen.file, '/manage/procedures', { mode, do: 'store' });
    if (!answer.ok || answer.value.problemCount > 0) {
      take(answer, seen.file);
      return;
    }
    clear();
    const { added, changed, removed } = answer.value;
    await onStored(say('desk.stored', { added: added.length, changed: changed.length, removed: removed.length }));
  };

  return (
    <section class="panel" data-testid="procedures-upload">
      <h2>{say('desk.upload')}</h2>
      <p class="soft">{say('desk.uploadHint', { columns })}</p>
      <label class="press quiet file">
        {say(stage.at === 'empty' ? 'desk.choose' : 'desk.another')}
        <input
          ref={input}
          type="file"
          accept=".xlsx,.csv"
          data-testid="procedures-file"
          onClick={(event) => {
            // The same file, mended, is a change too.
            event.currentTarget.value = '';
          }}
          onChange={(event) => void look(event.currentTarget.files?.[0], mode)}
        />
      </label>
      <fieldset class="roles">
        <legend>{say('desk.mode')}</legend>
        {(['update', 'replace'] as const).map((one) => (
          <label key={one} class="role">
            <input
              type="radio"
              name="mode"
              checked={mode === one}
              data-testid={`procedures-mode-${one}`}
              onChange={() => {
                setMode(one);
                if (stage.at === 'seen') void look(stage.file, one);
              }}
            />
            {say(`desk.mode.${one}`)}
          </label>
        ))}
      </fieldset>
      {stage.at === 'reading' && <p role="status">{say('desk.reading')}</p>}
      {stage.at === 'too-large' && (
        <p class="wrong" role="alert">
          {say('desk.tooLarge')}
        </p>
      )}
      {stage.at === 'refused' && (
        <p class="wrong" role="alert" data-testid="procedures-refused">
          {say(`refusal.${stage.trouble.code}`, stage.trouble.params)}
        </p>
      )}
      {stage.at === 'seen' && (
        <Preview
          name={stage.file.name}
          report={stage.report}
          isStoring={stage.isStoring}
          onStore={() => void store(stage)}
          onCancel={clear}
        />
      )}
    </section>
  );
};

interface PreviewProps {
  readonly name: string;
  readonly report: ImportReport;
  readonly isStoring: boolean;
  readonly onStore: () => void;
  readonly onCancel: () => void;
}

const Preview = ({ name, report, isStoring, onStore, onCancel }: PreviewProps) => {
  const { say } = useWords();
  const isNew = report.added.length + report.changed.length + report.removed.length > 0;
  return (
    <div class="preview" data-testid="procedures-preview">
      <h3>{say('desk.previewTitle', { name })}</h3>
      {report.problemCount > 0 ? (
        <>
          <p class="wrong" role="alert">
            {say('desk.problems', { count: report.problemCount })}
          </p>
          <Problems report={report} />
        </>
      ) : (
        <>
          <p role="status">{say('desk.nothingStored')}</p>
          <Part what="added" list={report.added} />
          <Part what="changed" list={report.changed} />
          <Part what="removed" list={report.removed} />
          <p>{say(isNew ? 'desk.unchanged' : 'desk.nothingNew', { count: report.unchanged })}</p>
        </>
      )}
      <p class="preview-do">
        {report.problemCount === 0 && isNew && (
          <button
            type="button"
            class="press strong"
            data-testid="procedures-store"
            disabled={isStoring}
            onClick={onStore}
          >
            {say(isStoring ? 'desk.storing' : 'desk.store')}
          </button>
        )}
        <button type="button" class="press quiet" onClick={onCancel}>
          {say('desk.cancel')}
        </button>
      </p>
    </div>
  );
};

const shownOfPart = 5;

const Part = ({ what, list }: { what: 'added' | 'changed' | 'removed'; list: readonly ProcedureSummary[] }) => {
  const { say, local } = useWords();
  if (list.length === 0) return null;
  return (
    <div class={what === 'removed' ? 'part warn' : 'part'}>
      <strong>{say(`desk.${what}`, { count: list.length })}</strong>
      <ul>
        {list.slice(0, shownOfPart).map(({ code, name }) => (
          <li key={code}>
            {code} · {local(name)}
          </li>
        ))}
        {list.length > shownOfPart && <li>{say('desk.more', { count: list.length - shownOfPart })}</li>}
      </ul>
    </div>
  );
};

const Problems = ({ report }: { report: ImportReport }) => {
  const { say } = useWords();
  const place = ({ row, column }: TableProblem) =>
    row === null ? say('desk.wholeFile') : say('table.place', { row, column: column ?? '' });
  const hidden = report.problemCount - report.problems.length;
  return (
    <ul class="problems" data-testid="procedures-problems">
      {report.problems.map((problem) => (
        <li key={`${problem.row} ${problem.column} ${problem.code}`}>
          <strong>{place(problem)}</strong>
          <span>{say(`table.${problem.code}`, { ...problem.params, value: problem.value })}</span>
        </li>
      ))}
      {hidden > 0 && <li>{say('table.more', { count: hidden })}</li>}
    </ul>
  );
};
