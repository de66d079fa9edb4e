// Builds the screens into dist/screens: one page for each folder of renderer that has an index.html.
import { defineConfig } from 'vite';

const pages = [
  'kiosk',
  'counter',
  'board',
  'phone',
  'devices',
  'manager',
  'book',
  'procedures',
  'remarks',
  'attendance',
  'bench',
  'city',
];

export default defineConfig({
  root: 'renderer',
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/screens',
    emptyOutDir: true,
    target: 'es2022',
    // Data URLs would need holes in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.fromEntries(pages.map((page) => [page, `renderer/${page}/index.html`])),
    },
  },
});
