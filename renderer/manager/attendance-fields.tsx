// The fields of a meeting, with defaults that need no change most of the time.
import { QuorumRule } from '../../contract/attendance.ts';
import type { TypedDetails } from './attendance-details.ts';
import { useWords } from './words.ts';

const opensChoices = [10, 15, 30, 60] as const;
const lateChoices = [0, 5, 10, 15, 30] as const;

interface DetailFieldsProps {
  readonly typed: TypedDetails;
  /** A session of the school has no agenda and no quorum. */
  readonly kind: 'meeting' | 'school';
  readonly onType: (typed: TypedDetails) => void;
}

export const DetailFields = ({ typed, kind, onType }: DetailFieldsProps) => {
  const { say } = useWords();
  const text = (key: 'title' | 'place' | 'date' | 'starts' | 'ends') => ({
    'data-testid': `meeting-${key}`,
    value: typed[key],
    onInput: (event: { currentTarget: HTMLInputElement }) => onType({ ...typed, [key]: event.currentTarget.value }),
  });
  const minutes = (key: 'opensBeforeMinutes' | 'lateAfterMinutes', choices: readonly number[]) => (
    <label class="field">
      {say(key === 'opensBeforeMinutes' ? 'sheet.opensBefore' : 'sheet.lateAfter')}
      <select
        data-testid={`meeting-${key}`}
        value={typed[key]}
        onChange={(event) => onType({ ...typed, [key]: Number(event.currentTarget.value) })}
      >
        {[...new Set([...choices, typed[key]])]
          .toSorted((one, other) => one - other)
          .map((count) => (
            <option key={count} value={count}>
              {say('sheet.minutes', { count })}
            </option>
          ))}
      </select>
    </label>
  );
  return (
    <>
      <label class="field">
        {say('sheet.title')}
        <input maxLength={120} placeholder={say('sheet.titleHint')} {...text('title')} />
      </label>
      <label class="field">
        {say('sheet.place')}
        <input maxLength={120} {...text('place')} />
      </label>
      {kind === 'meeting' && (
        <label class="field">
          {say('sheet.agenda')}
          <textarea
            rows={4}
            maxLength={9000}
            data-testid="meeting-agenda"
            value={typed.agenda}
            onInput={(event) => onType({ ...typed, agenda: event.currentTarget.value })}
          />
        </label>
      )}
      <div class="meeting-times">
        <label class="field">
          {say('sheet.date')}
          <input type="date" {...text('date')} />
        </label>
        <label class="field">
          {say('sheet.starts')}
          <input type="time" {...text('starts')} />
        </label>
        <label class="field">
          {say('sheet.ends')}
          <input type="time" {...text('ends')} />
        </label>
        {minutes('opensBeforeMinutes', opensChoices)}
        {minutes('lateAfterMinutes', lateChoices)}
        {kind === 'meeting' && (
          <label class="field">
            {say('sheet.quorumOf')}
            <select
              data-testid="meeting-quorum"
              value={typed.quorum}
              onChange={(event) => onType({ ...typed, quorum: QuorumRule.parse(event.currentTarget.value) })}
            >
              {QuorumRule.options.map((rule) => (
                <option key={rule} value={rule}>
                  {say(`sheet.quorum.${rule}`)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </>
  );
};
