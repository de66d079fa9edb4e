// A clerk at a counter's screen.
import type { Page } from 'playwright-core';
import type { Story } from '../support/browser.ts';

const counterSize = { width: 1366, height: 768 };

/** The counter's screen after one of the simulated hall's clerks logged in. */
export const logIn = async (story: Story, who: string, seat: string): Promise<Page> => {
  const page = await story.open(`${story.hall.url}/counter/`, counterSize);
  await page.getByTestId(`demo-${who}`).click();
  await page.getByTestId(`seat-${seat}`).click();
  await page.getByTestId('login-enter').click();
  await page.getByTestId('counter-work').waitFor();
  return page;
};
