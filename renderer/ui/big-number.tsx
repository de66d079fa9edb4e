// A ticket's number as large as its place allows: longer numbers get smaller letters, never a cut.
import './big-number.css';

interface BigNumberProps {
  readonly text: string | number;
  readonly class: string;
  readonly testId: string;
}

export const BigNumber = ({ text, class: name, testId }: BigNumberProps) => (
  <span class={`big-number ${name}`} data-length={Math.min(String(text).length, 9)} data-testid={testId} data-aloud>
    {text}
  </span>
);
