import type { Kernel } from '@mcover/core';
import { lawsOfKernel } from '@mcover/laws';
import { expect, it } from 'vitest';
import { brokenBy } from './support.ts';

const square = (M: number, entry: (a: number, b: number) => number) =>
  Array.from({ length: M }, (_, a) => Array.from({ length: M }, (_, b) => entry(a, b)));

let calls = 0;
const laws = lawsOfKernel();
const titleOf = (part: string) => laws.find(({ title }) => title.includes(part))!.title;

it.each<[string, Kernel, string]>([
  [
    'an entry below 0',
    { kind: 'own', rows: (M: number) => square(M, (a, b) => (a === b ? 1 : -0.1)) },
    'entries ≥ 0',
  ],
  [
    'another matrix each time',
    { kind: 'own', rows: (M: number) => square(M, () => 1 + (++calls % 7)) },
    'the same each time',
  ],
  [
    'no permutation',
    { kind: 'own', rows: (M: number) => square(M, (_, b) => (b === 0 && M > 1 ? 0 : 1)) },
    'perm(Q) > 0',
  ],
])('a kernel of %s breaks its law', async (_what, kernel, part) => {
  expect(await brokenBy(laws, kernel)).toContain(titleOf(part));
});
