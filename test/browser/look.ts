// What can be measured of a screen's looks.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Look {
  readonly serious: readonly string[];
  readonly scrolls: boolean;
  /** Pressable things whose words do not fit into them, or that reach beyond the screen at a side. */
  readonly spills: readonly string[];
  readonly smallTargets: readonly string[];
  readonly smallTexts: readonly string[];
}

/** Runs in the page. */
const look = async ({ targetPx, textPx }: { readonly targetPx: number; readonly textPx: number }): Promise<Look> => {
  const { axe } = globalThis as unknown as {
    axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }> };
  };
  const { violations } = await axe.run();
  const isSeen = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility === 'visible';
  };
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()} "${(element.textContent ?? '').trim().slice(0, 30)}"`;
  const targets = [...document.querySelectorAll('button, a[href], input, select, label:has(input)')].filter(isSeen);
  const inLabel = (element: Element): boolean => element.tagName === 'INPUT' && element.closest('label') !== null;
  const ownText = (element: Element): boolean =>
    [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '');
  return {
    serious: violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    scrolls: document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth,
    spills: [...document.querySelectorAll('button')]
      .filter(
        (element) =>
          isSeen(element) &&
          (element.scrollHeight > element.clientHeight + 1 ||
            element.scrollWidth > element.clientWidth + 1 ||
            element.getBoundingClientRect().left < -1 ||
            element.getBoundingClientRect().right > innerWidth + 1),
      )
      .map(nameOf),
    smallTargets: targets
      .filter((element) => !inLabel(element) && element.getBoundingClientRect().height < targetPx - 0.5)
      .map((element) => `${nameOf(element)} ${Math.round(element.getBoundingClientRect().height)} px`),
    smallTexts: [...document.querySelectorAll('body *')]
      .filter(
        (element) =>
          isSeen(element) && ownText(element) && Number.parseFloat(getComputedStyle(element).fontSize) < textPx,
      )
      .map((element) => `${nameOf(element)} ${getComputedStyle(element).fontSize}`),
  };
};

/** Measures the page as it is drawn. */
export const judge = async (
  page: Page,
  limits: { readonly targetPx: number; readonly textPx: number },
): Promise<Look> => {
  // By the protocol, since the page's own content security policy lets no script of ours in.
  const session = await page.context().newCDPSession(page);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await session.send('Runtime.evaluate', { expression: axeSource });
  return page.evaluate(look, limits);
};
