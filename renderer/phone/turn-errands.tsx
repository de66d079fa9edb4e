// What the holder of a number left with the city's hub, and the offer to leave it. Loaded when the hall is silent or was.
import { useEffect, useRef } from 'preact/hooks';
import { ok } from '../../contract/result.ts';
import type { Language } from '../../contract/ticket.ts';
import { ErrandCards, ErrandOffer, useErrands } from '../ui/errands.tsx';
import '../ui/controls.css';
import type { Wish } from './tell.ts';

export interface TurnErrandsProps {
  readonly token: string;
  readonly language: Language;
  /** What the hall could not be told. */
  readonly wish: Wish | null;
  /** It waits at the hub now. */
  readonly onLeft: () => void;
}

export const TurnErrands = ({ token, language, wish, onLeft }: TurnErrandsProps) => {
  const { errands, add, drop } = useErrands(`turn.${token}`);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (wish !== null) place.current?.scrollIntoView({ block: 'nearest' });
  }, [wish]);
  const isWaiting = errands.some(({ kind }) => kind === wish);
  if (errands.length === 0 && wish === null) return null;
  return (
    <section class="turn-errands" ref={place}>
      {wish !== null && !isWaiting && (
        <ErrandOffer
          kind={wish}
          input={() => ok({ token })}
          language={language}
          onLeft={(left) => {
            add(left);
            onLeft();
          }}
        />
      )}
      {/* What was done is seen in the turn itself. */}
      <ErrandCards errands={errands} language={language} onDone={drop} onDrop={drop} />
    </section>
  );
};
