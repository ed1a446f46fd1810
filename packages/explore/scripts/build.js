import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { policy } from '../dist/index.js';
import { style } from './colours.js';

/* The page as static files in dist/page. Addresses in it are relative, so that it works below any path of any host. */

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outDir = here('../dist/page');
// A policy without eval: schemas are interpreted in the page, in the place of the module of record that compiles them.
const alias = [{ find: /^\.\/ajv\.js$/, replacement: here('../src/page/worker/ajv.ts') }];

/** Folders of the packages of others that are in the page or in its worker. */
const packages = new Set();
// @mcover/record has this one in a module of its own.
packages.add(here('../../../node_modules/@sinclair/typebox'));
const collecting = {
  name: 'packages',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap(({ modules = {} }) => Object.keys(modules));
    for (const id of modules) {
      const [folder] = /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id) ?? [];
      if (folder) packages.add(folder);
    }
  },
};

/** The page's own style begins with the colours of the report. */
const colours = {
  name: 'colours',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('/style.css') ? `${code}\n${style}` : undefined),
};

await build({
  configFile: false,
  root: here('../src/page'),
  base: './',
  logLevel: 'warn',
  resolve: { alias },
  worker: { format: 'es', plugins: () => [collecting] },
  plugins: [
    colours,
    collecting,
    { name: 'policy', transformIndexHtml: (html) => html.replace('%policy%', policy) },
  ],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
});

/** The name, version and licence of a package, of which its licence asks that they go along. */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
  return `## ${name} ${version} (${license})\n\n${text}\n`;
}

writeFileSync(
  join(outDir, 'licences.txt'),
  `# Packages in this page\n\n${[...packages].sort().map(licenceOf).join('\n')}`,
);
