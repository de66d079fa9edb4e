import { expect, test, vi } from 'vitest';
import { createFakeElectron, displayAt, settle } from './testing/fake-electron.ts';

// The entry imports electron itself, so here alone the module is replaced.
const lab = vi.hoisted(() => ({ parts: {} as Record<string, unknown> }));
vi.mock('electron', () => lab.parts);

test('Electron gets ready only after the entry has run: the entry must not wait for it', async () => {
  const electron = createFakeElectron([displayAt(1, 0)]);
  const becomesReady = Promise.withResolvers<void>();
  electron.app.whenReady = () => becomesReady.promise;
  Object.assign(lab.parts, electron.parts);
  const signals = vi.spyOn(process, 'on').mockReturnThis();
  await import('./main.ts');
  expect(electron.windows).toEqual([]);
  becomesReady.resolve();
  await settle();
  expect(signals.mock.calls.map(([name]) => name)).toEqual(expect.arrayContaining(['SIGTERM', 'SIGINT']));
  signals.mockRestore();
  expect(electron.windows).toHaveLength(1);
  const page = decodeURIComponent(electron.windows[0]?.webContents.address ?? '');
  expect(page).toContain('lang="vi"');
  expect(page).toContain('Hệ thống đang khởi động');
  expect(page).not.toMatch(/<script|https?:/);
  expect(electron.children[0]?.file).toMatch(/host\.js$/);
});
