// One of several, all in sight.
import './choice.css';

interface ChoiceProps<Option extends string> {
  readonly label: string;
  readonly options: readonly Option[];
  readonly chosen: Option;
  readonly name: (option: Option) => string;
  readonly testId: string;
  readonly onChoose: (option: Option) => void;
}

export const Choice = <Option extends string>({
  label,
  options,
  chosen,
  name,
  testId,
  onChoose,
}: ChoiceProps<Option>) => (
  <fieldset class="choice">
    <legend>{label}</legend>
    <div class="levels">
      {options.map((option) => (
        <button
          key={option}
          type="button"
          class="level"
          aria-pressed={option === chosen}
          data-testid={`${testId}-${option}`}
          onClick={() => onChoose(option)}
        >
          {name(option)}
        </button>
      ))}
    </div>
  </fieldset>
);
