import { useEffect, useState } from 'preact/hooks';

export const useOrientation = (): 'portrait' | 'landscape' => {
  const [isPortrait, setPortrait] = useState(() => matchMedia('(orientation: portrait)').matches);
  useEffect(() => {
    const query = matchMedia('(orientation: portrait)');
    const turn = () => setPortrait(query.matches);
    query.addEventListener('change', turn);
    return () => query.removeEventListener('change', turn);
  }, []);
  return isPortrait ? 'portrait' : 'landscape';
};
