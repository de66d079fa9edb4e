// The three kinds of questions of a rating.
import type { LocalisedText } from '../../contract/ticket.ts';
import { Icon } from '../ui/icons.tsx';
import type { Draft } from './draft.ts';
import { Face } from './face.tsx';
import type { OpenForm } from './rating-source.ts';
import { useRatingWords } from './rating-words.ts';

interface AnswerProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

interface FacesProps {
  readonly levels: readonly { readonly level: number; readonly name: LocalisedText }[];
  readonly chosen: number | null;
  readonly onChoose: (level: number) => void;
}

/** Best first: most are, and the thumb is near. */
export const Faces = ({ levels, chosen, onChoose }: FacesProps) => {
  const { local } = useRatingWords();
  return (
    <ul class="faces">
      {levels.toReversed().map(({ level, name }) => (
        <li key={level}>
          <button
            type="button"
            aria-pressed={chosen === level}
            data-testid={`rate-level-${level}`}
            onClick={() => onChoose(level)}
          >
            <Face level={level} />
            {local(name)}
          </button>
        </li>
      ))}
    </ul>
  );
};

export const Reasons = ({ form, draft, onChange }: AnswerProps & { readonly form: OpenForm }) => {
  const { say, local } = useRatingWords();
  const toggle = (id: string) =>
    onChange({
      ...draft,
      reasons: draft.reasons.includes(id) ? draft.reasons.filter((one) => one !== id) : [...draft.reasons, id],
    });
  return (
    <>
      <p class="rate-hint">{say('rate.whyHint')}</p>
      <ul class="reasons">
        {form.reasons.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={draft.reasons.includes(id)}
              data-testid={`rate-reason-${id}`}
              onClick={() => toggle(id)}
            >
              <span class="tick">{draft.reasons.includes(id) && <Icon name="check" />}</span>
              {local(name)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
};

/** `tooLong`: so many characters above the limit; below it what is left, negative. */
export const TextQuestion = ({ draft, tooLong, onChange }: AnswerProps & { readonly tooLong: number }) => {
  const { say } = useRatingWords();
  return (
    <>
      <p class="rate-hint" id="rate-text-hint">
        {say('rate.textHint')}
      </p>
      <textarea
        rows={5}
        aria-label={say('rate.textLabel')}
        aria-describedby="rate-text-hint rate-left"
        aria-invalid={tooLong > 0}
        data-testid="rate-text"
        value={draft.text}
        onInput={({ currentTarget }) => onChange({ ...draft, text: currentTarget.value })}
      />
      <p class="rate-left" id="rate-left" role="status" data-over={tooLong > 0 || undefined} data-testid="rate-left">
        {tooLong > 0 ? say('rate.over', { count: tooLong }) : say('rate.left', { count: -tooLong })}
      </p>
    </>
  );
};
