// Makes room: when the words of a tile do not fit into it, the page becomes denser step by step, in any language, on
// any glass. The steps are in home.css under [data-fit].
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

const densest = 3;

const overflows = (tile: HTMLElement): boolean => {
  const words = tile.firstElementChild;
  if (!words) return false;
  const { paddingTop, paddingBottom } = getComputedStyle(tile);
  return words.scrollHeight > tile.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom) + 1;
};

/** `what` changes whenever other words are shown. */
export const useFit = (page: RefObject<HTMLElement | null>, what: string): void => {
  useLayoutEffect(() => {
    const box = page.current;
    if (!box) return undefined;
    const makeRoom = () => {
      const tiles = [...box.querySelectorAll<HTMLElement>('[data-tile]')];
      for (let step = 0; step <= densest; step += 1) {
        box.dataset['fit'] = String(step);
        if (!tiles.some(overflows)) return;
      }
    };
    makeRoom();
    // Fonts that arrive, a larger text size set further up, another glass: all of them show as words of another size.
    const watcher = new ResizeObserver(makeRoom);
    for (const words of box.querySelectorAll('[data-tile] > :first-child')) watcher.observe(words);
    watcher.observe(box);
    return () => watcher.disconnect();
  }, [what]);
};
