// The pictures and films of the boards.
import { useRef, useState } from 'preact/hooks';
import type { MediaFile } from '../../contract/media.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { rpc, type Trouble } from '../lib/rpc.ts';
import { Icon } from '../ui/icons.tsx';
import type { BoardsPartProps } from './boards-part.ts';
import { MediaPlanDialog } from './media-plan.tsx';
import { useWords } from './words.ts';

const send = async (file: File): Promise<Result<unknown, Trouble>> => {
  try {
    const answer = await fetch(`/media/${encodeURIComponent(file.name)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    });
    if (answer.ok) return ok({});
    return refuse({ code: answer.status === 401 ? 'not-logged-in' : 'bad-input' });
  } catch {
    return refuse({ code: 'no-connection' });
  }
};

/** `2026-11-23` as people here write it. */
const day = (date: string): string => date.split('-').reverse().join('/');

export const BoardsMedia = ({ desk, change }: BoardsPartProps) => {
  const { say, local, language } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [note, setNote] = useState<{ text: string; isWrong: boolean } | null>(null);
  const [isSending, setSending] = useState(false);
  const [planned, setPlanned] = useState<MediaFile | null>(null);
  const where = ({ plan: { boards } }: MediaFile): string =>
    boards === null
      ? say('boards.planEverywhere')
      : desk.screens
          .filter(({ id }) => boards.includes(id))
          .map(({ name }) => local(name))
          .join(', ');
  const when = ({ plan: { from, until } }: MediaFile): string => {
    if (from !== null && until !== null) return say('boards.planDays', { from: day(from), until: day(until) });
    if (from !== null) return say('boards.planSince', { from: day(from) });
    return until === null ? say('boards.planAlways') : say('boards.planTill', { until: day(until) });
  };
  const size = ({ bytes }: MediaFile): string =>
    say('boards.megabytes', {
      size: new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(Math.max(0.1, bytes / 1_048_576)),
    });
  const add = async (file: File) => {
    setSending(true);
    setNote({ text: say('boards.mediaSending', { name: file.name }), isWrong: false });
    const sent = await send(file);
    // What is wrong with a file is said beside the files.
    if (sent.ok || sent.error.code !== 'bad-input') {
      setNote(null);
      await change(async () => sent, say('boards.mediaAdded', { name: file.name }));
    } else setNote({ text: say('boards.mediaRefused', { name: file.name }), isWrong: true });
    if (field.current) field.current.value = '';
    setSending(false);
  };
  return (
    <section class="box" data-testid="boards-media">
      <h2>{say('boards.media')}</h2>
      <p class="soft">{say('boards.mediaHint')}</p>
      {desk.media.length === 0 && <p>{say('boards.mediaNone')}</p>}
      <ul class="lines">
        {desk.media.map((file) => (
          <li key={file.name} class="media-line" data-problem={file.problem ?? undefined}>
            <Icon name={file.problem === null ? 'check' : 'warning'} />
            <span>
              <strong>{file.name}</strong>
              {file.problem === null ? (
                <small data-testid={`media-when-${file.name}`}>
                  {where(file)} · {when(file)}
                </small>
              ) : (
                <em>{say(`media.${file.problem}`)}</em>
              )}
            </span>
            <span class="lines-end">{size(file)}</span>
            <button
              type="button"
              class="small"
              aria-label={`${say('boards.plan')} ${file.name}`}
              disabled={file.problem !== null}
              onClick={() => setPlanned(file)}
            >
              {say('boards.plan')}
            </button>
            <button
              type="button"
              class="small"
              aria-label={`${say('boards.mediaRemove')} ${file.name}`}
              onClick={() =>
                void change(
                  ({ signal }) => rpc.hall.removeMedia.mutate({ name: file.name }, { signal }),
                  say('boards.mediaRemoved', { name: file.name }),
                )
              }
            >
              {say('boards.mediaRemove')}
            </button>
          </li>
        ))}
      </ul>
      {planned !== null && (
        <MediaPlanDialog file={planned} screens={desk.screens} onClose={() => setPlanned(null)} change={change} />
      )}
      {note !== null && (
        <p class={note.isWrong ? 'wrong' : 'soft'} role={note.isWrong ? 'alert' : 'status'}>
          {note.text}
        </p>
      )}
      <label class="press quiet">
        {say('boards.mediaAdd')}
        <input
          ref={field}
          type="file"
          class="unseen"
          disabled={isSending}
          accept=".jpg,.jpeg,.png,.webp,.mp4,.webm,.txt"
          data-testid="media-file"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void add(file);
          }}
        />
      </label>
    </section>
  );
};
