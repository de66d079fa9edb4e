import { useWords } from './words.ts';

export const Waiting = ({ status, onAgain }: { status: 'loading' | 'lost'; onAgain: () => void }) => {
  const { say } = useWords();
  return (
    <p class="waiting" role="status" data-testid={`procedures-${status}`}>
      {say(status === 'loading' ? 'procedure.loading' : 'procedure.lost')}
      {status === 'lost' && (
        <button type="button" class="press quiet" onClick={onAgain}>
          {say('procedure.tryAgain')}
        </button>
      )}
    </p>
  );
};

/** Stands wherever a sample is shown: nobody has compared it with the legal text. */
export const SampleMark = () => {
  const { say } = useWords();
  return (
    <p class="sample" data-testid="procedure-sample">
      {say('procedure.sample')}
    </p>
  );
};
