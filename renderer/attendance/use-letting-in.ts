// Which gates this screen may show; where it is not let in, the code that lets it in.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { GateChoice } from '../../contract/gate.ts';
import { command, question, rpc } from '../lib/rpc.ts';

export type LettingIn =
  | { readonly at: 'asking' }
  | { readonly at: 'out'; readonly code: string }
  | { readonly at: 'in'; readonly gates: GateChoice['gates'] };

const askAgainMs = 3000;

/** `again`: asks anew, since the host let this screen go. */
export const useLettingIn = (): LettingIn & { readonly again: () => void } => {
  const [state, setState] = useState<LettingIn>({ at: 'asking' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isWanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pairingId: string | null = null;

    const claim = async (id: string): Promise<void> => {
      const claimed = await command(({ signal }) => rpc.pairing.claim.mutate({ pairingId: id }, { signal }));
      if (claimed.ok ? claimed.value.isPaired : claimed.error.code === 'unknown-code') pairingId = null;
    };
    const begin = async (): Promise<void> => {
      const begun = await command(({ signal }) => rpc.pairing.begin.mutate({ page: 'attendance' }, { signal }));
      if (!begun.ok || !isWanted) return;
      pairingId = begun.value.pairingId;
      setState({ at: 'out', code: begun.value.code });
    };
    /** True when this screen is in. */
    const ask = async (): Promise<boolean> => {
      const answer = await question(({ signal }) => rpc.gate.choices.query({}, { signal }));
      if (!isWanted || answer === null) return false;
      if (!answer.value.isLetIn) {
        await begin();
        return false;
      }
      setState({ at: 'in', gates: answer.value.gates });
      return true;
    };
    const step = async (): Promise<void> => {
      if (pairingId !== null) await claim(pairingId);
      const isIn = pairingId === null && (await ask());
      if (isWanted && !isIn) timer = setTimeout(() => void step(), askAgainMs);
    };
    void step();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [round]);
  const again = useCallback(() => {
    setState({ at: 'asking' });
    setRound((before) => before + 1);
  }, []);
  return { ...state, again };
};
