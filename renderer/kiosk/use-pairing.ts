// Whether this machine may take numbers; where it may not, the code that lets it in.
import { useEffect, useState } from 'preact/hooks';
import { command, question, rpc } from '../lib/rpc.ts';

export type PairingState = { readonly at: 'asking' | 'in' } | { readonly at: 'out'; readonly code: string };

const askAgainMs = 3000;

export const usePairing = (): PairingState => {
  const [state, setState] = useState<PairingState>({ at: 'asking' });
  useEffect(() => {
    let isWanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pairingId: string | null = null;

    const begin = async () => {
      const begun = await command(({ signal }) => rpc.pairing.begin.mutate({ page: 'kiosk' }, { signal }));
      if (!begun.ok || !isWanted) return;
      pairingId = begun.value.pairingId;
      setState({ at: 'out', code: begun.value.code });
    };
    /** True when this machine was let in. */
    const claim = async (id: string): Promise<boolean> => {
      const claimed = await command(({ signal }) => rpc.pairing.claim.mutate({ pairingId: id }, { signal }));
      if (!claimed.ok && claimed.error.code === 'unknown-code') pairingId = null;
      return claimed.ok && claimed.value.isPaired;
    };
    const step = async () => {
      const allowed =
        pairingId === null
          ? await question(({ signal }) => rpc.pairing.mayTakeNumbers.query({}, { signal }))
          : { value: await claim(pairingId) };
      if (!isWanted) return;
      if (allowed?.value === true) return setState({ at: 'in' });
      if (allowed !== null && pairingId === null) await begin();
      if (isWanted) timer = setTimeout(() => void step(), askAgainMs);
    };
    void step();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, []);
  return state;
};
