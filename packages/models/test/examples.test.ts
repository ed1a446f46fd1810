import * as core from '@mcover/core';
import * as coreInternals from '@mcover/core/internals';
import * as models from '@mcover/models';
import * as internals from '@mcover/models/internals';
import * as record from '@mcover/record';
import * as npz from '@mcover/record/npz';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';
import { claimsIn, type Example, examplesOf, wrongIn } from './examples.ts';

const scope = { ...coreInternals, ...core, ...models, ...internals, ...record, ...npz, wasmEngine };

describe.each([
  ['core', core, 49],
  ['models', models, 21],
  ['models', internals, 6],
])('the public functions of %s', (name, entry, count) => {
  const functions = Object.entries(entry).flatMap(([key, value]) =>
    typeof value === 'function' ? [key] : [],
  );
  const examples = new Map(
    examplesOf(new URL(`../../${name}/src/`, import.meta.url)).map((example) => [example.name, example]),
  );

  it('are few, and each has an example', () => {
    expect(functions.filter((key) => !examples.has(key))).toEqual([]);
    expect(functions.length).toBeLessThanOrEqual(count);
  });

  it.each(functions)('%s does what its example says', async (key) => {
    const example = examples.get(key)!;
    expect(claimsIn(example).length).toBeGreaterThan(0);
    expect(await wrongIn(example, scope)).toEqual([]);
  });
});

describe.each([
  ['record', record],
  ['core', coreInternals],
])('the examples of %s', (name, entry) => {
  const examples = examplesOf(new URL(`../../${name}/src/`, import.meta.url));

  it.each(examples.map((example) => [example.name, example] as const))('%s', async (_, example) => {
    expect(name === 'record' || example.name in entry).toBe(true);
    expect(claimsIn(example).length).toBeGreaterThan(0);
    expect(await wrongIn(example, scope)).toEqual([]);
  });
});

describe('an example that is not true', () => {
  const of = (...lines: string[]): Example => ({ name: 'x', file: 'x.ts', lines });

  it.each([
    ['a value', of('average([1, 3], 2); // [3]'), 'average([1, 3], 2); // [3] is [2]'],
    ['a length', of('collapse([1, 3], 2); // [4, 0]'), 'collapse([1, 3], 2); // [4, 0] is [4]'],
    ['a throw that is none', of('exp(0); // throws x'), 'exp(0); // throws x does not throw'],
    [
      'another throw',
      of('couplingOf({ S: 2 }); // throws S: no'),
      /^couplingOf\(\{ S: 2 \}\); \/\/ throws S: no throws "kernel: S = 2/,
    ],
    ['a later line', of('const a = exp(0);', 'a; // 1', 'a + 1; // 1'), 'a + 1; // 1 is 2'],
  ])('is found out: %s', async (_, example, wrong) => {
    const found = await wrongIn(example, scope);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(wrong);
  });

  it('that throws, throws', async () => {
    await expect(wrongIn(of('couplingOf({ S: 2 });'), scope)).rejects.toThrow(/^kernel: S = 2/);
  });
});
