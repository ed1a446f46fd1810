import fs from 'node:fs';
import path from 'node:path';
import { wasmEngine } from '@mcover/wasm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paperFiles } from '../dist/config/catalogue.js';
import { readExperiment } from '../dist/config/experiment.js';
import { UsageError } from '../dist/error.js';
import { planned, temporary } from './support.ts';

const originals = paperFiles().map((file) => fs.readFileSync(file, 'utf8'));

/** What somebody who edits a file may leave in the place of a value. */
const values = fc.oneof(
  fc.constantFrom(0, -1, 1, 0.5, 2, 1e9, 1e15, 1e308, -1e308, 2 ** 31, 2 ** 53, 1e-300),
  fc.constantFrom<unknown>(null, true, '', 'ring', 'M', [], {}, [[]], [null], { kind: 'uniform' }),
  fc.integer({ min: -10, max: 100 }),
  fc.string({ maxLength: 5 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const change = fc.record({
  where: fc.nat(),
  how: fc.constantFrom('replace', 'remove', 'rename', 'swap'),
  value: values,
});
const damage = fc.record({
  where: fc.nat(),
  how: fc.constantFrom('cut', 'drop', 'insert', 'flip'),
  text: fc.oneof(
    fc.string({ maxLength: 3 }),
    fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '\n', '\0', 'e999'),
  ),
});

type Change = { where: number; how: string; value: unknown };
type Damage = { where: number; how: string; text: string };
type Members = Record<string, unknown>;

/** Every place of a value that holds another value. */
function places(value: unknown): { holder: Members; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Members;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...places(holder[key])]);
}

function changed(root: unknown, { where, how, value }: Change): void {
  const all = places(root);
  if (all.length === 0) return;
  const { holder, key } = all[where % all.length];
  const other = all[(where * 7 + 3) % all.length];
  if (how === 'replace') holder[key] = value;
  if (how === 'remove') delete holder[key];
  if (how === 'rename') holder[`${key}x`] = holder[key];
  if (how === 'swap') holder[key] = structuredClone(other.holder[other.key]);
}

function damaged(text: string, { where, how, text: added }: Damage): string {
  const at = where % text.length;
  if (how === 'cut') return text.slice(0, at);
  if (how === 'drop') return text.slice(0, at) + text.slice(at + 1 + (where % 5));
  if (how === 'insert') return text.slice(0, at) + added + text.slice(at);
  const code = text.charCodeAt(at) ^ (1 << (where % 7));
  return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
}

const mutant = fc
  .record({
    original: fc.constantFrom(...originals),
    changes: fc.array(change, { maxLength: 3 }),
    damages: fc.array(damage, { maxLength: 1 }),
  })
  .map(({ original, changes, damages }) => {
    const root = JSON.parse(original);
    for (const one of changes) changed(root, one);
    return damages.reduce(damaged, JSON.stringify(root, null, 2));
  });

/** Seconds that nothing here may come near. */
const hang = 5;

test('500 mutated experiment files are planned, or refused with line and cause', () => {
  const folder = temporary();
  const file = path.join(folder, 'mutant.json');
  let refused = 0;
  fc.assert(
    fc.property(mutant, (text) => {
      fs.writeFileSync(file, text);
      const start = performance.now();
      try {
        const experiment = readExperiment(file);
        for (const profile of experiment.profiles)
          for (const { id, seconds } of planned(experiment, { profile, engine: wasmEngine })) {
            if (!/^[0-9a-f]{64}$/.test(id) || !(seconds > 0)) throw new Error(`${id} takes ${seconds} s`);
          }
      } catch (error) {
        refused++;
        expect(error).toBeInstanceOf(UsageError);
        for (const line of (error as Error).message.split('\n'))
          expect(line).toMatch(/mutant\.json:\d+:\d+: .{5,}/);
      }
      expect((performance.now() - start) / 1000).toBeLessThan(hang);
    }),
    { numRuns: 500, seed: 1 },
  );
  // Both things happen: the mutations are neither all harmless nor all fatal.
  expect(refused).toBeGreaterThan(100);
  expect(refused).toBeLessThan(450);
});
