import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { alone, temporary, write } from './support.ts';

/** Which commands ask servers for data. In the place of the web is a function that tells of it and has nothing. */

const noWeb = write(
  temporary(),
  'no-web.mjs',
  `globalThis.fetch = async (address) => {
    process.stderr.write(\`ASKED \${address}\\n\`);
    throw new Error('no web here');
  };`,
);

const file = fileURLToPath(new URL('../../experiments/table3-mlp.json', import.meta.url));
const small = ['--profile', 'smoke', '--trials', '1'];
const repro = ['repro', '--only', 'table3-mlp', ...small];

function withoutData(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const out = temporary();
  const env = { MCOVER_DATA_DIR: path.join(out, 'data'), NODE_OPTIONS: `--import ${noWeb}`, ...more };
  return alone([...args, '--out', out], undefined, { MCOVER_OFFLINE: '', ...env });
}

test('a reproduction asks for what is missing, says that it has not come, and goes on with the stand-in', async () => {
  const { code, stdout, stderr } = await withoutData(repro);
  expect(code).toBe(0);
  expect(stderr.match(/^ASKED .*/gm)!.every((line) => line.includes('mnist/t10k-images'))).toBe(true);
  const order = ['fetching mnist, 11.6 MB', 'ASKED ', 'mnist was not fetched: ', 'SYNTHETIC DATA: '];
  const places = order.map((text) => stderr.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  // The end: what came out, and where the page is.
  expect(stdout).toContain('table3-mlp: SYNTHETIC data: ');
  const page = /^page {5}(file:\/\/.*index\.html)\n$/m.exec(stdout)![1];
  expect(fs.existsSync(fileURLToPath(page))).toBe(true);
  expect(
    Math.max(...stdout.split('\n').map((line) => (line.startsWith('  ') ? line.length : 0))),
  ).toBeLessThan(100);
});

test.each<[string, string[], NodeJS.ProcessEnv]>([
  ['--offline', [...repro, '--offline'], {}],
  ['MCOVER_OFFLINE', repro, { MCOVER_OFFLINE: '1' }],
  ['plan', ['plan', '--only', 'table3-mlp', ...small], {}],
  ['run', ['run', file, ...small], {}],
])('%s: nothing is asked for', async (_, args, more) => {
  const { code, stderr } = await withoutData(args, more);
  expect(code).toBe(0);
  expect(stderr).not.toMatch(/ASKED|fetch(ing|ed)/);
  expect(stderr).toContain('SYNTHETIC DATA: ');
});
