import {
  canonical,
  identify,
  journalLine,
  type Outcome,
  type Provenance,
  parseJournal,
  recordProblems,
  recordsSchema,
  reseal,
  sealRecord,
  sha256,
  specId,
  specProblems,
  type TrialSpec,
  validator,
} from '@mcover/record';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { network, perceptron, schemas } from './support.ts';

const spec = (trial = 0): TrialSpec => ({
  model: 'perceptron',
  method: 'mcover',
  data: { name: 'teacher-student' },
  params: {
    N: 1000,
    alpha: 1.58,
    cost: 'linear',
    schedule: { from: 0.4, to: 0.01, step: 0.0001 },
    sweeps: 1,
    M: 3,
    S: 10,
    kernel: { kind: 'directed-ring', mu: 2, sigma: 3 },
  },
  seed: { root: 1, trial },
});
const solved: Outcome = { result: { generalizationError: 0, overlap: 1, trainError: 0, solved: true } };
const failed: Outcome = { failure: { kind: 'crash', message: 'the worker died' } };
const provenance: Provenance = {
  engine: 'reference',
  runtime: 'node 20.20.2',
  commit: 'abc1234',
  platform: 'linux x64',
  durationMs: 3512,
};
const record = (trial = 0, outcome: Outcome = solved) =>
  sealRecord('table3-perceptron', spec(trial), outcome, provenance);

test('identities of one cell are those of its trials, wherever its keys stand', () => {
  const cell = fc.record(
    {
      model: fc.string(),
      method: fc.string(),
      data: fc.record({ name: fc.string() }),
      params: fc.dictionary(fc.oneof(fc.constant('seed'), fc.string()), fc.jsonValue()),
      arithmetic: fc.constantFrom('f32', 'gpu'),
      uses: fc.array(fc.string()),
      zeta: fc.jsonValue(),
    },
    { requiredKeys: ['model', 'method', 'data', 'params'] },
  );
  const seed = fc.record(
    { root: fc.maxSafeNat(), trial: fc.maxSafeNat(), copy: fc.integer({ min: 1 }) },
    { requiredKeys: ['root', 'trial'] },
  );
  fc.assert(
    fc.property(cell, seed, (cell, seed) => {
      expect(identify(cell as Omit<TrialSpec, 'seed'>)(seed)).toBe(specId({ ...cell, seed } as TrialSpec));
    }),
  );
  const alone = { zeta: 1 } as unknown as Omit<TrialSpec, 'seed'>;
  expect(identify(alone)(spec().seed)).toBe(specId({ ...alone, seed: spec().seed }));
});

describe('canonical JSON', () => {
  it('is RFC 8785: the example of its appendix on numbers, strings and key order', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('refuses what has no JSON form', () => {
    expect(() => canonical(undefined)).toThrow(TypeError);
  });

  it('the sum is SHA-256', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('specifications', () => {
  it('have the same id whatever the order of their keys, another one for another seed or value', () => {
    const { params, ...rest } = spec();
    const reversed = { ...rest, params: Object.fromEntries(Object.entries(params).reverse()) };
    expect(specId(reversed as TrialSpec)).toBe(specId(spec()));
    expect(specId(spec(1))).not.toBe(specId(spec()));
  });

  it('are filled with every default', () => {
    const sparse = spec();
    sparse.params = { N: 1000, alpha: 1.58, M: 3, kernel: { kind: 'directed-ring', mu: 2, sigma: 3 } };
    expect(specProblems(sparse, schemas)).toEqual([]);
    expect(sparse).toEqual(spec());
  });

  it.each([
    ['an unknown key', { colour: 'red' }, '/params/colour', /allowed: N, alpha/],
    ['a wrong type', { N: 'many' }, '/params/N', /"many" is not of type integer/],
    ['no cover', { M: 0 }, '/params/M', /0 must be >= 1/],
    ['a load of zero', { alpha: 0 }, '/params/alpha', /0 must be > 0/],
    ['an unknown cost', { cost: 'hinge' }, '/params/cost', /"hinge" must be one of "linear", "count"/],
    [
      'an unknown kernel',
      { kernel: { kind: 'ring' } },
      '/params/kernel/kind',
      /"directed-ring", "wrapped-ring"/,
    ],
    ['σ = 0', { kernel: { kind: 'wrapped-ring', mu: 0, sigma: 0 } }, '/params/kernel/sigma', /must be > 0/],
    ['a missing key', { kernel: { kind: 'wrapped-ring', mu: 0 } }, '/params/kernel', /missing key "sigma"/],
  ])('with %s are refused, with place and remedy', (_, change, pointer, message) => {
    const wrong = spec();
    Object.assign(wrong.params, change);
    const problems = specProblems(wrong, schemas);
    expect(problems).toHaveLength(1);
    expect(problems[0].pointer).toBe(pointer);
    expect(problems[0].message).toMatch(message);
  });

  it('of an unknown method are refused with the known ones', () => {
    expect(specProblems({ ...spec(), method: 'adam' }, schemas)[0].message).toMatch(
      /perceptron\/adam.*perceptron\/vanilla/,
    );
    expect(specProblems(null, schemas)[0].message).toBe('it names no model and method');
    expect(schemas.names()).toEqual(['perceptron/vanilla', 'perceptron/mcover', 'network/sgd']);
    expect(schemas.find('perceptron', 'mcover')).toBe(perceptron[1]);
    expect(schemas.find('network', 'mcover')).toBeUndefined();
  });
});

describe('specifications of a model with an arithmetic', () => {
  const sgd: TrialSpec = {
    model: 'network',
    method: 'sgd',
    data: { name: 'drawn' },
    params: { rate: 0.1 },
    seed: spec().seed,
    arithmetic: 'f32',
  };

  it.each(['f64', 'f32', 'blas', 'gpu'] as const)('may say %s', (arithmetic) => {
    expect(specProblems({ ...sgd, arithmetic }, schemas)).toEqual([]);
  });

  it('have to say which; models of integers do not', () => {
    const { arithmetic: _, ...silent } = sgd;
    expect(specProblems(silent, schemas)[0].message).toMatch(/missing key "arithmetic"/);
    const [unknown] = specProblems({ ...sgd, arithmetic: 'f16' }, schemas);
    expect(unknown.message).toMatch(/"f64", "f32", "blas", "gpu"/);
    const [foreign] = specProblems({ ...spec(), arithmetic: 'f64' }, schemas);
    expect(foreign.message).toMatch(/unknown key "arithmetic"/);
  });
});

describe('specifications that use a module', () => {
  it('carry its digest, which is part of their id', () => {
    const using = { ...spec(), uses: [sha256('a module')] };
    expect(specProblems(using, schemas)).toEqual([]);
    expect(specId(using)).not.toBe(specId(spec()));
    expect(specId({ ...spec(), uses: [sha256('another')] })).not.toBe(specId(using));
    expect(specProblems({ ...spec(), uses: ['my-model.js'] }, schemas)[0].pointer).toBe('/uses/0');
    expect(specProblems({ ...spec(), uses: [] }, schemas)[0].pointer).toBe('/uses');
  });
});

describe('records', () => {
  it('sealed, have nothing wrong with them and fit the published schema', () => {
    for (const good of [record(), record(1, failed)]) {
      expect(recordProblems(structuredClone(good), schemas)).toEqual([]);
      expect(validator(recordsSchema(perceptron)).fits(structuredClone(good))).toBe(true);
    }
  });

  it('of a result that is none of their model’s are refused', () => {
    const partial = sealRecord('x', spec(), { result: { generalizationError: 0.1 } }, provenance);
    expect(recordProblems(partial, schemas)[0].message).toMatch(/missing key "overlap"/);
    expect(validator(recordsSchema([...perceptron, ...network])).fits(partial)).toBe(false);
  });

  it('can be told under another experiment, id unchanged', () => {
    const copy = reseal(record(), 'fig2a-load');
    expect(copy.experiment).toBe('fig2a-load');
    expect(copy.id).toBe(record().id);
    expect(recordProblems(copy, schemas)).toEqual([]);
  });

  it('with a changed id are refused', () => {
    const { sum: _, ...rest } = { ...record(), id: sha256('another') };
    const forged = { ...rest, sum: sha256(canonical(rest)) };
    expect(recordProblems(forged, schemas)[0].message).toMatch(/id is not the one/);
  });

  it('with a parameter left to its default are refused', () => {
    const sparse = spec();
    delete sparse.params.cost;
    expect(recordProblems(sealRecord('x', sparse, solved, provenance), schemas)[0].message).toMatch(
      /missing key "cost"/,
    );
  });
});

describe('journals', () => {
  const lines = [record(0), record(1), record(2)].map(journalLine);

  it('give their records back, in order', () => {
    expect(parseJournal(lines.join(''), schemas, 'table3-perceptron')).toEqual({
      records: [record(0), record(1), record(2)],
      rejected: [],
      unknown: [],
    });
    expect(parseJournal('', schemas)).toEqual({ records: [], rejected: [], unknown: [] });
  });

  it.each([
    ['torn', `${lines[0]}${lines[1].slice(0, 200)}`, 2, /torn/],
    ['not JSON', `${lines[0]}}{\n`, 2, /not JSON/],
    ['not an object', `7\n${lines[0]}`, 1, /not a JSON object/],
    ['changed', lines[0] + lines[1].replace('"overlap":1', '"overlap":0.5'), 2, /sum does not match/],
    ['double', lines[0] + lines[0], 2, /repeats record/],
    [
      'foreign',
      lines[0] + journalLine(reseal(record(1), 'fig2a-load')),
      2,
      /belongs to experiment "fig2a-load"/,
    ],
    ['of no known method', lines[0] + lines[1].replace('"mcover"', '"magic"'), 2, /no method/],
  ])('set aside a line that is %s', (_, text, line, reason) => {
    const { records, rejected } = parseJournal(text, schemas, 'table3-perceptron');
    expect(records).toEqual([record(0)]);
    expect(rejected).toHaveLength(1);
    expect(rejected[0].line).toBe(line);
    expect(rejected[0].reason).toMatch(reason);
  });

  it('let a failed trial be tried again', () => {
    const text = journalLine(record(0, failed)) + lines[1] + lines[0];
    expect(parseJournal(text, schemas)).toEqual({
      records: [record(1), record(0)],
      rejected: [],
      unknown: [],
    });
  });

  it('never take one changed byte for a record, nor crash on it', () => {
    const line = lines[0];
    fc.assert(
      fc.property(fc.nat(line.length - 2), fc.integer({ min: 0x20, max: 0x7e }), (at, code) => {
        const changed = line.slice(0, at) + String.fromCharCode(code) + line.slice(at + 1);
        fc.pre(changed !== line);
        const { records, rejected } = parseJournal(changed, schemas);
        // What JSON cannot tell apart (1e3 and 1E3) is the same record; all else is rejected.
        if (records.length > 0) expect(records).toEqual([record(0)]);
        else expect(rejected).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('records of a model that nobody here knows', () => {
  const known = sealRecord('e', spec(), solved, provenance);
  const foreign = sealRecord('e', { ...spec(1), model: 'elsewhere' }, solved, provenance);

  it('are no damage: their lines are whole, and say so', () => {
    const { records, rejected, unknown } = parseJournal(
      journalLine(known) + journalLine(foreign),
      schemas,
      'e',
    );
    expect(records.map(({ id }) => id)).toEqual([known.id]);
    expect([rejected, unknown.map(({ line }) => line)]).toEqual([[], [2]]);
  });

  it('unless they were changed, or never were records', () => {
    const changed = { ...foreign, experiment: 'f' };
    const lines = [changed, { spec: { model: 'elsewhere' } }, { model: 'elsewhere' }, null];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const { rejected, unknown } = parseJournal(text, schemas, 'e');
    expect([rejected.map(({ line }) => line), unknown]).toEqual([[1, 2, 3, 4], []]);
  });
});
