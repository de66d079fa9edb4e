// Tells when somebody holds something before the kiosk's reader or scanner. What was held before the page opened is old.
import { useEffect, useRef } from 'preact/hooks';
import type { KioskView } from '../../contract/live.ts';

export const useAttention = (view: KioskView | null, onSeen: (seq: number) => void): void => {
  const seen = useRef<number | null>(null);
  const listener = useRef(onSeen);
  listener.current = onSeen;
  const seq = view === null ? null : (view.attention?.seq ?? 0);
  useEffect(() => {
    if (seq === null) return;
    // 0 when it is gone: after a restart the host counts from 1 again.
    if (seen.current !== null && seq !== 0 && seq !== seen.current) listener.current(seq);
    seen.current = seq;
  }, [seq]);
};
