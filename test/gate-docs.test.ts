import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
const between = (text: string, start: RegExp, end: RegExp) => text.split(start)[1].split(end)[0];

test('the workflow of docs/gate.md gives the action what it asks for, and nothing else', () => {
  const action = read('../.github/actions/gate/action.yml');
  const blocks = between(action, /^inputs:\n/m, /^outputs:/m)
    .split(/^ {2}(?=\w)/m)
    .filter(Boolean);
  const inputs = blocks.map((block) => block.split(':')[0]);
  const required = inputs.filter((_, i) => blocks[i].includes('required: true'));
  const example = between(read('../docs/gate.md'), /```yaml\n/, /```/);
  const step = between(example, /actions\/gate@main\n/, /- if:/);
  const given = [...step.matchAll(/^ +([\w-]+): .+$/gm)].map(([, key]) => key);
  expect(given.filter((key) => !inputs.includes(key))).toEqual([]);
  expect(required.filter((key) => !given.includes(key))).toEqual([]);
  expect(required).toEqual(['experiments', 'baseline']);
});

test('the example of docs/gate.md is about the experiment of CONTRIBUTING.md', () => {
  expect(read('../docs/gate.md')).toContain('experiments: experiments/width.json');
  expect(read('../CONTRIBUTING.md')).toContain('Save this as `experiments/width.json`');
});
