// For the fitter: this machine is not let in yet.
import { useWords } from './words.ts';

export const PairPage = ({ code }: { code: string }) => {
  const { say } = useWords();
  return (
    <main class="full-page" data-testid="kiosk-pair">
      <div class="full-page-words" role="status">
        <h1>{say('kiosk.pairTitle')}</h1>
        <p class="pair-code" data-testid="kiosk-pair-code">
          {code.slice(0, 3)} {code.slice(3)}
        </p>
        <p>{say('kiosk.pairHint')}</p>
      </div>
    </main>
  );
};
