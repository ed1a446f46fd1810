import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { policy } from '../dist/index.js';

/* The page as static files in dist/page. Addresses in it are relative, so that it works below any path of any host. */

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// A policy without eval: schemas are interpreted in the page, where ajv would compile them.
const alias = { 'ajv/dist/2020.js': here('../src/page/worker/ajv.ts') };

await build({
  configFile: false,
  root: here('../src/page'),
  base: './',
  logLevel: 'warn',
  resolve: { alias },
  worker: { format: 'es' },
  plugins: [{ name: 'policy', transformIndexHtml: (html) => html.replace('%policy%', policy) }],
  build: {
    outDir: here('../dist/page'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
});
