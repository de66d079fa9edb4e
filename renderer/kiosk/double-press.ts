// Hands that tremble press twice. The second press is meant for what was there before, never for the page that came
// meanwhile: it must neither put a number away unread nor take another one.

export interface Press {
  readonly atMs: number;
  readonly xPx: number;
  readonly yPx: number;
}

const togetherMs = 700;
const nearPx = 60;

/** Whether `press` is the echo of the press `before` it. */
export const isEcho = (before: Press | null, press: Press): boolean =>
  before !== null &&
  press.atMs - before.atMs < togetherMs &&
  Math.hypot(press.xPx - before.xPx, press.yPx - before.yPx) < nearPx;

/** Whether pressing twice means twice: letters. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-typing]') !== null;

/** Lets no echo through to anything in `page` but to keys that type. Presses by keyboard have no place and always pass. */
export const dropEchoes = (page: EventTarget): void => {
  let before: Press | null = null;
  page.addEventListener(
    'click',
    (event) => {
      if (!(event instanceof MouseEvent) || event.detail === 0) return;
      if (isTyping(event.target)) {
        before = null;
        return;
      }
      const press = { atMs: event.timeStamp, xPx: event.clientX, yPx: event.clientY };
      if (isEcho(before, press)) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      before = press;
    },
    { capture: true },
  );
};
