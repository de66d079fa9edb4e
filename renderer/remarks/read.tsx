// What became of a remark, and what its writer may still say.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { QrPath } from '../../contract/qr.ts';
import type { RemarkView } from '../../contract/remark.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';
import { createKey } from '../lib/key.ts';
import { type SmallTrouble, tell } from '../lib/small-rpc.ts';
import { Keep } from './keep.tsx';
import { Trouble, useDates, Waiting, WordsField } from './parts.tsx';
import { fetchPhoto } from './photo.ts';
import { troubleKey, useWords } from './words.ts';

interface ReadProps {
  readonly token: string;
  readonly textMax: number;
  readonly onWrite: () => void;
}

type Found = RemarkView & { readonly url: string; readonly qr: QrPath };

export const Read = ({ token, textMax, onWrite }: ReadProps) => {
  const { say } = useWords();
  const [found, setFound] = useState<Found | null>(null);
  const [trouble, setTrouble] = useState<SmallTrouble | null>(null);
  const load = useCallback(async () => {
    setTrouble(null);
    const answer = await tell('remarks', 'find', { token });
    if (answer.ok) setFound(answer.value);
    else setTrouble(answer.error);
  }, [token]);
  useEffect(() => void load(), [load]);

  if (found !== null)
    return (
      <>
        <Remark remark={found} token={token} textMax={textMax} onChange={() => void load()} />
        <Trouble trouble={trouble} />
        <Keep url={found.url} qr={found.qr} />
        <button type="button" class="press quiet" data-testid="remark-another" onClick={onWrite}>
          {say('remark.another')}
        </button>
      </>
    );
  if (trouble === null) return <Waiting status="loading" onAgain={() => undefined} />;
  if (trouble.code === 'no-connection') return <Waiting status="lost" onAgain={() => void load()} />;
  return (
    <section data-testid="remark-unknown">
      <h1>{say('remark.unknown')}</h1>
      <p>{say(trouble.code === 'unknown-remark' ? 'remark.unknownHint' : troubleKey(trouble), trouble.params)}</p>
      <button type="button" class="press quiet" onClick={onWrite}>
        {say('remark.title')}
      </button>
    </section>
  );
};

const today = (): string => new Date(Date.now() + siteOffsetMs).toISOString().slice(0, 10);

const Due = ({ remark: { state, answerBy } }: { remark: RemarkView }) => {
  const { say } = useWords();
  const { day } = useDates();
  if (state === 'answered' || state === 'closed') return null;
  const isOver = today() > answerBy;
  return (
    <p class="due" data-over={isOver || undefined}>
      {say(isOver ? 'remark.dueOver' : 'remark.due', { day: day(answerBy) })}
    </p>
  );
};

interface RemarkProps {
  readonly remark: RemarkView;
  readonly token: string;
  readonly textMax: number;
  readonly onChange: () => void;
}

const Remark = ({ remark, token, textMax, onChange }: RemarkProps) => {
  const { say, local } = useWords();
  const { moment } = useDates();
  return (
    <section data-testid="remark" data-state={remark.state}>
      <p class="over">
        {say(`remark.kind.${remark.kind}`)} · {say('remark.number', { number: remark.number })}
      </p>
      <h1 data-testid="remark-state">{say(`remark.state.${remark.state}`)}</h1>
      <Due remark={remark} />
      {remark.unit && remark.state !== 'received' && <p>{say('remark.routedTo', { unit: local(remark.unit) })}</p>}
      {remark.place && <p>{say('remark.atPlace', { place: local(remark.place) })}</p>}
      {remark.isErased && <p class="due">{say('remark.erased')}</p>}
      <ol class="steps">
        {remark.steps.map((step) => (
          <li key={`${step.kind} ${step.atMs}`} data-kind={step.kind}>
            <p class="step-head">
              <strong>{say(`remark.step.${step.kind}`)}</strong>
              <span>{moment(step.atMs)}</span>
            </p>
            {step.text !== '' && <p class="step-words">{step.text}</p>}
          </li>
        ))}
      </ol>
      {remark.hasPhoto && <Photo token={token} />}
      {remark.mayAdd && <Say key="add" deed="add" token={token} textMax={textMax} onDone={onChange} />}
      {remark.mayObject && <Say key="object" deed="object" token={token} textMax={textMax} onDone={onChange} />}
      <button type="button" class="press quiet" data-testid="remark-refresh" onClick={onChange}>
        {say('remark.refresh')}
      </button>
    </section>
  );
};

const Photo = ({ token }: { token: string }) => {
  const { say } = useWords();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => void fetchPhoto(token).then(setAddress), [token]);
  return address === null ? null : (
    <img class="photo-kept" data-testid="remark-photo-kept" src={address} alt={say('remark.photoOf')} />
  );
};

interface SayProps {
  readonly deed: 'add' | 'object';
  readonly token: string;
  readonly textMax: number;
  readonly onDone: () => void;
}

/** The one thing more that may be said. */
const Say = ({ deed, token, textMax, onDone }: SayProps) => {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState<SmallTrouble | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [key, setKey] = useState(createKey);
  const send = async () => {
    if (isBusy) return;
    setBusy(true);
    const said = await tell('remarks', deed, { token, text, key });
    setBusy(false);
    if (said.ok) onDone();
    else setTrouble(said.error);
  };
  if (!isOpen)
    return (
      <button type="button" class="press quiet" data-testid={`remark-${deed}`} onClick={() => setOpen(true)}>
        {say(`remark.${deed}`)}
      </button>
    );
  return (
    <form
      class="say"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <WordsField
        label={say(`remark.${deed}`)}
        hint={say(`remark.${deed}Hint`)}
        value={text}
        max={textMax}
        rows={4}
        testId={`remark-${deed}-text`}
        onInput={(value) => {
          setText(value);
          setKey(createKey());
          setTrouble(null);
        }}
      />
      <Trouble trouble={trouble} />
      <div class="ends">
        <button type="button" class="press quiet" onClick={() => setOpen(false)}>
          {say('remark.cancel')}
        </button>
        <button type="submit" class="press strong" data-testid={`remark-${deed}-send`} aria-disabled={isBusy}>
          {say(isBusy ? 'remark.sending' : `remark.${deed}Send`)}
        </button>
      </div>
    </form>
  );
};
