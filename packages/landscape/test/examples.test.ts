import * as core from '@mcover/core';
import * as landscape from '@mcover/landscape';
import { expect, test } from 'vitest';
import { claimsIn, examplesOf, wrongIn } from '../../models/test/examples.ts';

const examples = new Map(
  examplesOf(new URL('../src/', import.meta.url)).map((example) => [example.name, example]),
);

test.each(Object.keys(landscape))('%s does what its example says', async (name) => {
  const example = examples.get(name)!;
  expect(claimsIn(example).length).toBeGreaterThan(0);
  expect(await wrongIn(example, { ...core, ...landscape })).toEqual([]);
});
