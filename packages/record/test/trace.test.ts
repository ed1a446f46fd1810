import {
  parseTraces,
  seal,
  sealTrace,
  type Trace,
  type TraceRecord,
  traceBounds,
  traceLine,
} from '@mcover/record';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changed, damaged, mutation } from './mutation.ts';

const trace: Trace = {
  every: 39,
  step: [0, 39, 78],
  observed: { T: [0.4, 0.39, 0.38], energy: [0.21, 0.2, 1e-3], loss: [null, 1.5, -0.25] },
};
const id = (trial: number) => trial.toString(16).padStart(64, '0');
const sealed = (trial: number, of: Trace = trace) => sealTrace('mine', id(trial), of);
const [before, after] = [traceLine(sealed(0)), traceLine(sealed(2))];

/** Reads a file whose second line is this one; the lines around it must be read as ever. */
function read(line: string) {
  const { traces, rejected } = parseTraces(`${before}${line}\n${after}`, 'mine');
  expect([traces[0], traces[traces.length - 1]].map(traceLine)).toEqual([before, after]);
  return { accepted: traces.slice(1, -1), rejected };
}

/** The line of a trace with changes and a sum that fits them. */
const forged = (changes: object) => {
  const { sum: _, ...rest } = sealed(1);
  return JSON.stringify(seal({ ...rest, ...changes }));
};

const columns = fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/), fc.constant(null), {
  maxKeys: 8,
  noNullPrototype: true,
});
const numbers = fc.oneof(fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }));
const anyTrace = fc
  .tuple(fc.integer({ min: 1, max: 1e6 }), fc.uniqueArray(fc.nat(1e6), { maxLength: 20 }), columns)
  .chain(([every, steps, names]) => {
    const column = fc.array(numbers, { minLength: steps.length, maxLength: steps.length });
    const observed = fc.record(Object.fromEntries(Object.keys(names).map((name) => [name, column])));
    return observed.map((observed): Trace => ({ every, step: steps.sort((a, b) => a - b), observed }));
  });

it('what was sealed is read as it was, minus the sign of zero', () => {
  fc.assert(
    fc.property(anyTrace, (of) => {
      const { traces, rejected } = parseTraces(traceLine(sealed(1, of)), 'mine');
      expect(rejected).toEqual([]);
      const { every, step, observed } = traces[0];
      expect({ every, step, observed }).toEqual(JSON.parse(JSON.stringify(of)));
      expect(sealed(1, traces[0])).toEqual(traces[0]);
    }),
    { seed: 1 },
  );
});

it('the sum is the one of canonical JSON: known from another implementation', () => {
  // Python: hashlib.sha256(json.dumps(line, separators=(",", ":"), sort_keys=True).encode()).hexdigest()
  const small = sealTrace('mine', id(1), { every: 1, step: [0, 1], observed: { b: [0.5, null], a: [1, 2] } });
  expect(small.sum).toBe('f5e338ad8ee122c308b828a148afa122e49d62d3d8c2906c52031d8f2243ad41');
});

it('numbers that are not finite become null', () => {
  const odd = { every: 1, step: [0, 1, 2], observed: { loss: [Number.NaN, Number.POSITIVE_INFINITY, 1] } };
  expect(sealed(1, odd).observed).toEqual({ loss: [null, null, 1] });
});

it('a name may be one that objects have by themselves', () => {
  const of = { every: 1, step: [0], observed: { constructor: [1], toString: [2] } };
  expect(parseTraces(traceLine(sealed(1, of))).traces).toEqual([sealed(1, of)]);
});

const many = Object.fromEntries(
  Array.from({ length: traceBounds.columns + 1 }, (_, i) => [`c${i}`, [0, 0, 0]]),
);

it.each<[string, object, RegExp]>([
  ['a name with a blank', { observed: { 'a b': [0, 0, 0] } }, /^\/observed: "a b" must match pattern/],
  ['a name with markup', { observed: { '<b>': [0, 0, 0] } }, /^\/observed: "<b>" must match pattern/],
  [
    'a name with an escape',
    { observed: { 'a\u001b[2J': [0, 0, 0] } },
    /^\/observed: "a\\u001b\[2J" must match/,
  ],
  ['a long name', { observed: { ['a'.repeat(65)]: [0, 0, 0] } }, /^\/observed: .* must match pattern/],
  ['too many columns', { observed: many }, /^\/observed: .* must NOT have more than 64 prop/],
  ['a short column', { observed: { T: [0.4, 0.39] } }, /^\/observed\/T: has 2 numbers for 3 looks$/],
  [
    'a word for a number',
    { observed: { T: [0.4, 'x', 0.1] } },
    /^\/observed\/T\/1: "x" is not of type number$/,
  ],
  ['steps that go back', { step: [0, 78, 39] }, /^\/step: the steps do not grow$/],
  ['steps that stand', { step: [0, 39, 39] }, /^\/step: the steps do not grow$/],
  ['half a step', { step: [0, 0.5, 1] }, /^\/step\/1: 0\.5 is not of type integer$/],
  ['every 0-th step', { every: 0 }, /^\/every: 0 must be >= 1$/],
  ['an id that is none', { id: 'x' }, /^\/id: "x" must match pattern/],
  ['a further key', { more: 1 }, /^\/more: unknown key "more"/],
  ['another experiment', { experiment: 'other' }, /^belongs to experiment "other", not to "mine"$/],
  ['an id that was there', { id: id(0) }, /^repeats record 000000000000$/],
])('%s is refused, though its sum fits', (_, changes, reason) => {
  const { accepted, rejected } = read(forged(changes));
  expect(accepted).toEqual([]);
  expect(rejected).toEqual([{ line: 2, text: forged(changes), reason: expect.stringMatching(reason) }]);
});

it('more looks than the bound are refused', () => {
  const step = Array.from({ length: traceBounds.steps + 1 }, (_, i) => i);
  const { rejected } = parseTraces(`${JSON.stringify({ ...sealed(1), step, observed: {} })}\n`);
  expect(rejected[0].reason).toMatch(/^\/step: .* must NOT have more than 1000000 items$/);
});

it('no infinity hides in a text', () => {
  const { rejected } = read(JSON.stringify(sealed(1)).replace('1.5', '1e999'));
  expect(rejected[0].reason).toBe('/observed/loss/1: Infinity is not of type number');
});

it('a torn last line is named, and without an experiment any is taken', () => {
  const { traces, rejected } = parseTraces(
    `${traceLine(sealTrace('other', id(1), trace))}${before.slice(0, 50)}`,
  );
  expect(traces.map(({ experiment }) => experiment)).toEqual(['other']);
  expect(rejected).toEqual([
    { line: 2, text: before.slice(0, 50), reason: 'the last line is torn: it has no end' },
  ]);
});

it('a trace that no reader would take is not sealed', () => {
  expect(() => sealed(1, { ...trace, observed: { 'a b': [0, 0, 0] } })).toThrow(TypeError);
  expect(() => sealed(1, { ...trace, step: [0] })).toThrow('/observed/T: has 3 numbers for 1 look');
  expect(() => sealTrace('mine', 'x', trace)).toThrow('/id: "x" must match pattern');
});

const mutant = fc.record(mutation).map(({ changes, sign, damages }) => {
  const { sum, ...rest }: Partial<TraceRecord> = changed(sealed(1), changes);
  return damaged(JSON.stringify(sign ? seal(rest) : { ...rest, sum }), damages);
});

it('500 mutated lines are traces or are refused with their line and a cause', () => {
  const counts = { accepted: 0, rejected: 0 };
  fc.assert(
    fc.property(mutant, (line) => {
      const { accepted, rejected } = read(line);
      expect(accepted.length + rejected.length).toBe(1);
      for (const { line, reason } of rejected) {
        expect(line).toBe(2);
        expect(reason).toMatch(/^\P{Cc}{5,}$/u);
      }
      for (const { step, observed } of accepted) {
        for (const column of Object.values(observed)) expect(column).toHaveLength(step.length);
      }
      counts.accepted += accepted.length;
      counts.rejected += rejected.length;
    }),
    { numRuns: 500, seed: 1 },
  );
  expect(counts.accepted).toBeGreaterThan(50);
  expect(counts.rejected).toBeGreaterThan(200);
});
