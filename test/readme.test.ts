import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

it('the library example of the README runs', async () => {
  const example = /```ts\n([\s\S]*?)```/.exec(read('../README.md'))?.[1] ?? '';
  const code = example
    // A tenth of the temperatures, so that the test is quick, and the result instead of its print.
    .replace('step: 1e-4', 'step: 1e-3')
    .replace(/import (\{.*?\}) from '(.*?)';/g, "const $1 = await import('$2');")
    .replace(/console\.log\((.*)\);/, 'return $1;');
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  const load = (name: string) => import(name);
  const result = await new AsyncFunction('load', code.replaceAll('await import(', 'await load('))(load);
  expect(result).toMatchObject({ generalizationError: expect.any(Number), solved: expect.any(Boolean) });
});
