import {
  canonical,
  journalLine,
  type Outcome,
  parseJournal,
  sealRecord,
  type TrialSpec,
} from '@mcover/record';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changed, damaged, mutation } from './mutation.ts';
import { schemas } from './support.ts';

const schedule = { from: 0.4, to: 0.1, step: 0.1 };
const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 };
const spec = (trial: number): TrialSpec => ({
  model: 'perceptron',
  method: 'mcover',
  data: { name: 'teacher-student' },
  params: { N: 11, alpha: 1.5, cost: 'linear', schedule, sweeps: 1, M: 3, S: 2, kernel },
  seed: { root: 1, trial },
});
const solved: Outcome = { result: { generalizationError: 0.125, overlap: 1, trainError: 0, solved: true } };
const failed: Outcome = { failure: { kind: 'TimeLimit', message: 'no result within 600 s' } };
const provenance = { engine: 'wasm', runtime: 'x', commit: 'x', platform: 'x', durationMs: 5 };
const sealed = (trial: number, outcome: Outcome) => sealRecord('e', spec(trial), outcome, provenance);

const originals = [sealed(1, solved), sealed(1, failed)];
const [before, after] = [sealed(0, solved), sealed(2, solved)].map(journalLine);

/** Reads a journal whose second line is this one; the lines around it must be read as ever. */
function read(line: string) {
  const { records, rejected, unknown } = parseJournal(`${before}${line}\n${after}`, schemas, 'e');
  expect([records[0], records[records.length - 1]].map(journalLine)).toEqual([before, after]);
  return { accepted: records.slice(1, -1), rejected: [...rejected, ...unknown] };
}

/** A line after changes of its values, perhaps with a sum and an id that fit them, and of its text. */
const mutant = fc
  .record({ original: fc.constantFrom(...originals), ...mutation })
  .map(({ original, changes, sign, damages }) => {
    const record = changed(original, changes);
    const { experiment, spec, result, failure } = record;
    const outcome = (result === undefined ? { failure } : { result }) as Outcome;
    const line = JSON.stringify(sign && spec ? sealRecord(experiment, spec, outcome, provenance) : record);
    return damaged(line, damages);
  });

it('500 mutated lines are records or are refused with their line and a cause', () => {
  const counts = { accepted: 0, rejected: 0 };
  fc.assert(
    fc.property(mutant, (line) => {
      const { accepted, rejected } = read(line);
      expect(accepted.length + rejected.length).toBe(1);
      for (const { line, reason } of rejected) {
        expect(line).toBe(2);
        expect(reason).toMatch(/^\P{Cc}{5,}$/u);
      }
      counts.accepted += accepted.length;
      counts.rejected += rejected.length;
    }),
    { numRuns: 500, seed: 1 },
  );
  // Both things happen: mutations are neither all harmless nor all fatal.
  expect(counts.accepted).toBeGreaterThan(20);
  expect(counts.rejected).toBeGreaterThan(200);
});

it('a line with any one bit flipped is refused, or says the same', () => {
  const [original] = originals;
  const bytes = Buffer.from(JSON.stringify(original));
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] ^= 1 << (bit & 7);
    const { accepted, rejected } = read(flipped.toString('utf8'));
    // A flip may make a second end of a line, and so two torn halves.
    const same = accepted.length === 1 && canonical(accepted[0]) === canonical(original);
    if (same === rejected.length > 0) throw new Error(`bit ${bit}: ${flipped}`);
  }
});
