// It was received: what to keep, and the photo on its way.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RemarkReceipt } from '../../contract/remark.ts';
import type { SmallTrouble } from '../lib/small-rpc.ts';
import { Keep } from './keep.tsx';
import { Trouble, useDates } from './parts.tsx';
import { type ChosenPhoto, sendPhoto } from './photo.ts';
import { useWords } from './words.ts';

export type RemarkLeft = Pick<RemarkReceipt, 'token' | 'number' | 'answerBy' | 'url' | 'qr'>;

interface ReceiptProps {
  readonly left: RemarkLeft;
  readonly photo: ChosenPhoto | null;
  readonly onRead: () => void;
}

type Sending = 'none' | 'sending' | 'sent' | { readonly trouble: SmallTrouble };

export const Receipt = ({ left, photo, onRead }: ReceiptProps) => {
  const { say } = useWords();
  const { day } = useDates();
  const [sending, setSending] = useState<Sending>(photo === null ? 'none' : 'sending');
  const send = useCallback(async () => {
    if (photo === null) return;
    setSending('sending');
    const sent = await sendPhoto(left.token, photo.bytes);
    setSending(sent.ok ? 'sent' : { trouble: sent.error });
  }, [left.token, photo]);
  useEffect(() => void send(), [send]);

  return (
    <section data-testid="remark-receipt">
      <h1>{say('remark.received')}</h1>
      <p class="promise">
        <strong>{say('remark.number', { number: left.number })}</strong>
        <span>{say('remark.answerBy', { day: day(left.answerBy) })}</span>
      </p>
      {sending !== 'none' && (
        <div class="photo-way" role="status" data-testid="remark-photo-way" data-at={sendingAt(sending)}>
          {sending === 'sending' && <p>{say('remark.photoSending')}</p>}
          {sending === 'sent' && <p>{say('remark.photoSent')}</p>}
          {typeof sending === 'object' && (
            <>
              <p>{say('remark.photoFailed')}</p>
              <Trouble trouble={sending.trouble} />
              <div class="ends">
                <button type="button" class="press quiet" onClick={() => setSending('none')}>
                  {say('remark.photoSkip')}
                </button>
                <button type="button" class="press strong" onClick={() => void send()}>
                  {say('remark.photoAgain')}
                </button>
              </div>
            </>
          )}
        </div>
      )}
      <Keep url={left.url} qr={left.qr} />
      <button
        type="button"
        class="press strong"
        data-testid="remark-read"
        aria-disabled={sending === 'sending'}
        onClick={() => sending !== 'sending' && onRead()}
      >
        {say('remark.read')}
      </button>
    </section>
  );
};

const sendingAt = (sending: Sending): string => (typeof sending === 'string' ? sending : 'failed');
