import { useState } from 'preact/hooks';
import type { QrPath } from '../../contract/qr.ts';
import { Qr } from '../ui/qr.tsx';
import { useWords } from './words.ts';

/** The address of a remark, to take away. */
export const Keep = ({ url, qr }: { url: string; qr: QrPath }) => {
  const { say } = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    // Only in a secure context; elsewhere the code and the address of the page are there.
    await navigator.clipboard?.writeText(url);
    setCopied(true);
  };
  return (
    <div class="keep">
      <h2>{say('remark.keep')}</h2>
      <Qr qr={qr} label={say('remark.qr')} />
      <p>{say('remark.keepHow')}</p>
      {navigator.clipboard !== undefined && (
        <button type="button" class="press quiet" data-testid="remark-copy" onClick={() => void copy()}>
          {say(isCopied ? 'remark.copied' : 'remark.copy')}
        </button>
      )}
    </div>
  );
};
