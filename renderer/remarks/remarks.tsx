// Writes a remark, and reads back what became of it: by the token behind the # of the address.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { LocalisedText } from '../../contract/ticket.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { ask } from '../lib/small-rpc.ts';
import { useAnswer } from '../lib/use-answer.ts';
import { Code } from './code.tsx';
import { Waiting } from './parts.tsx';
import type { ChosenPhoto } from './photo.ts';
import { Read } from './read.tsx';
import { Receipt, type RemarkLeft } from './receipt.tsx';
import { useWords, WordsProvider } from './words.ts';
import { Write } from './write.tsx';

export const Remarks = () => {
  const [language, changeLanguage] = useKeptLanguage();
  return (
    <WordsProvider language={language}>
      <Page onLanguage={changeLanguage} />
    </WordsProvider>
  );
};

type Step =
  | { readonly at: 'write' | 'code' }
  | { readonly at: 'receipt'; readonly left: RemarkLeft; readonly photo: ChosenPhoto | null }
  | { readonly at: 'read'; readonly token: string };

const askForm = () => ask('remarks', 'form', {});
const inAddress = (name: string): string => new URLSearchParams(location.hash.slice(1)).get(name) ?? '';
const stepOfAddress = (): Step => {
  const token = inAddress('t');
  return token === '' ? { at: 'write' } : { at: 'read', token };
};

const Page = ({ onLanguage }: { onLanguage: () => void }) => {
  const { say, local, language } = useWords();
  const form = useAnswer(askForm);
  const [step, setStep] = useState<Step>(stepOfAddress);
  const [source] = useState<'rating' | 'phone'>(() => (inAddress('from') === 'rating' ? 'rating' : 'phone'));

  const go = useCallback((next: Step) => {
    setStep(next);
    if (next.at === 'receipt') history.replaceState(null, '', `#t=${next.left.token}`);
    if (next.at === 'write' || next.at === 'code') history.replaceState(null, '', location.pathname);
    window.scrollTo(0, 0);
  }, []);

  useEffect(() => {
    // Another code was scanned into the same tab.
    const onHash = () => setStep(stepOfAddress());
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);
  useEffect(() => {
    document.title = `${say('remark.title')} · Một Cửa`;
  }, [say]);

  const name: LocalisedText | null = form.value?.siteName ?? null;
  return (
    <div class="phone-page remarks" data-testid="remarks">
      <header>
        <p>{name ? local(name) : 'Một Cửa'}</p>
        <button type="button" data-testid="remark-language" lang={language === 'vi' ? 'en' : 'vi'} onClick={onLanguage}>
          {say('remark.language')}
        </button>
      </header>
      <main>
        {step.at === 'write' && form.status !== 'known' && <Waiting status={form.status} onAgain={form.again} />}
        {step.at === 'write' && form.value !== null && (
          <Write
            form={form.value}
            source={source}
            onLeft={(left, photo) => go({ at: 'receipt', left, photo })}
            onRead={() => go({ at: 'code' })}
          />
        )}
        {step.at === 'code' && (
          <Code
            onToken={(token) => {
              history.replaceState(null, '', `#t=${token}`);
              go({ at: 'read', token });
            }}
            onBack={() => go({ at: 'write' })}
          />
        )}
        {step.at === 'receipt' && (
          <Receipt
            key={step.left.token}
            left={step.left}
            photo={step.photo}
            onRead={() => go({ at: 'read', token: step.left.token })}
          />
        )}
        {step.at === 'read' && (
          <Read
            key={step.token}
            token={step.token}
            textMax={form.value?.textMax ?? 1000}
            onWrite={() => go({ at: 'write' })}
          />
        )}
      </main>
    </div>
  );
};
