// A fee: how much, the code to pay by, and that it was paid.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CurrentView } from '../../contract/counter-view.ts';
import { dongText, readDong } from '../../contract/dong.ts';
import type { PaidHow } from '../../contract/fee.ts';
import { Qr } from '../ui/qr.tsx';
import { ChoiceDialog } from './choice-dialog.tsx';
import { Dialog } from './dialog.tsx';
import { useWords } from './words.ts';

interface FeeDialogProps {
  readonly current: CurrentView;
  readonly payee: string;
  readonly onAsk: (amountDong: number) => void;
  readonly onPaid: (how: PaidHow) => void;
  readonly onWithdraw: () => void;
  readonly onClose: () => void;
}

export const FeeDialog = (props: FeeDialogProps) =>
  props.current.fee?.state === 'asked' ? <Asked {...props} fee={props.current.fee} /> : <Amount {...props} />;

const Amount = ({ current, onAsk, onClose }: FeeDialogProps) => {
  const { say } = useWords();
  const [typed, setTyped] = useState(String(current.usualFeeDong ?? ''));
  const [isWrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const amountDong = readDong(typed);
  const ask = () => {
    if (amountDong === null) setWrong(true);
    else onAsk(amountDong);
  };
  return (
    <Dialog
      title={say('counter.feeTitle', { number: current.number })}
      testId="fee-dialog"
      onClose={onClose}
      onKey={(key) => {
        if (key === 'Enter') ask();
      }}
    >
      <label class="fee-amount">
        <span>{say('counter.feeAmount')}</span>
        <input
          ref={field}
          inputMode="numeric"
          autocomplete="off"
          maxLength={15}
          data-testid="fee-amount"
          aria-invalid={isWrong}
          aria-describedby="fee-hint"
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setWrong(false);
          }}
        />
      </label>
      <p id="fee-hint" class={isWrong ? 'ask-hint strong' : 'ask-hint'} role={isWrong ? 'alert' : undefined}>
        {isWrong ? say('counter.feeWrong') : say('counter.feeHint')}
      </p>
      <div class="ask-end">
        <button type="button" class="choice" data-tone="quiet" onClick={onClose}>
          <kbd>Esc</kbd>
          <span>{say('counter.cancel')}</span>
        </button>
        <button type="button" class="choice" data-tone="first" data-testid="fee-ask" onClick={ask}>
          <kbd>Enter</kbd>
          <span>{say('counter.feeShow')}</span>
        </button>
      </div>
    </Dialog>
  );
};

interface AskedProps extends FeeDialogProps {
  readonly fee: NonNullable<CurrentView['fee']>;
}

const Asked = ({ current, fee, payee, onPaid, onWithdraw, onClose }: AskedProps) => {
  const { say, language } = useWords();
  return (
    <ChoiceDialog
      title={say('counter.feeAsked', { number: current.number, amount: dongText(fee.amountDong, language) })}
      testId="fee-asked-dialog"
      onClose={onClose}
      choices={[
        {
          key: '1',
          label: say('counter.feePaid.transfer'),
          testId: 'fee-transfer',
          tone: 'first',
          choose: () => onPaid('transfer'),
        },
        {
          key: '2',
          label: say('counter.feePaid.cash'),
          testId: 'fee-cash',
          tone: 'plain',
          choose: () => onPaid('cash'),
        },
        { key: '3', label: say('counter.feeWithdraw'), testId: 'fee-withdraw', tone: 'plain', choose: onWithdraw },
      ]}
    >
      {/* Takes the focus: whoever presses Enter twice must not say that money came. */}
      <div class="fee-code" tabIndex={-1} autofocus>
        {fee.qr && <Qr qr={fee.qr} label={say('counter.feeCode')} />}
        <dl>
          <dt>{say('counter.feePayee')}</dt>
          <dd>{payee}</dd>
          <dt>{say('counter.feePurpose')}</dt>
          <dd>{fee.purpose}</dd>
        </dl>
      </div>
      <p class="ask-hint">{say('counter.feeLook')}</p>
    </ChoiceDialog>
  );
};
