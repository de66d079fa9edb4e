import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{main,hub,drivers,models,simulators,contract,renderer,tools,test,packaging}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/canary/seeded/**'],
    setupFiles: ['test/support/seed-properties.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    // Most tests wait for lines of 9600 baud and for timeouts of devices, not for a processor.
    maxWorkers: 3,
    sequence: { shuffle: true },
  },
});
