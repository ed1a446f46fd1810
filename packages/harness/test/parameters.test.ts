import { builtIn } from '@mcover/models';
import type { TSchema } from '@mcover/record';
import { validator } from '@mcover/record';
import { describe, expect, test } from 'vitest';
import { paperFiles } from '../dist/config/catalogue.js';
import { readExperiment } from '../dist/config/experiment.js';
import { plain } from '../dist/config/located.js';
import { documentedSchema, parametersOf } from '../dist/config/parameters.js';
import { tiny } from './support.ts';

const perceptron = new Map(parametersOf(builtIn, 'perceptron').map((one) => [one.path, one]));

test('every parameter with its symbol, default, range and methods', () => {
  expect([...perceptron.keys()]).toEqual(
    expect.arrayContaining(['N', 'alpha', 'kernel.sigma', 'schedule.step', 'gamma', 'data.name']),
  );
  expect(perceptron.get('M')).toEqual({
    path: 'M',
    symbol: 'M',
    default: 'given',
    range: 'whole, from 1 to 255',
    about: 'number of covers',
    methods: ['rsa', 'sbpi-cover', 'ste-cover', 'mcover', 'independent'],
  });
  expect(perceptron.get('S')).toMatchObject({
    default: '10',
    methods: ['sbpi-cover', 'ste-cover', 'mcover'],
  });
  expect(perceptron.get('kernel.sigma')).toMatchObject({
    symbol: 'σ',
    default: 'given with directed-ring, wrapped-ring',
    range: 'above 0',
  });
  expect(perceptron.get('kernel.kind')!.range).toContain('uniform');
});

test('those of the schemas of all methods, none left out', () => {
  for (const { name } of builtIn.models) {
    const listed = parametersOf(builtIn, name).map(({ path }) => path.split('.')[0]);
    const all = builtIn.variantsOf(name).flatMap(({ params }) => Object.keys(params.properties));
    expect(new Set(listed)).toEqual(new Set([...all, 'data']));
  }
});

describe('the schema of experiment files', () => {
  const check = validator(documentedSchema(builtIn) as TSchema);
  const problems = (content: unknown) => check.problems(content).map(({ message }) => message);

  test.each(paperFiles())('takes %s', (file) => {
    expect(problems(plain(readExperiment(file).node))).toEqual([]);
  });

  test('knows the parameters of each model, wherever they stand', () => {
    const { params } = tiny;
    expect(problems(tiny)).toEqual([]);
    const wrong = { ...params, kernel: { ...params.kernel, sgima: 1 } };
    const faults = [
      { ...tiny, params: wrong },
      { ...tiny, methods: [{ method: 'mcover', params: wrong }] },
      { ...tiny, profiles: { smoke: { params: wrong } } },
    ];
    for (const fault of faults) expect(problems(fault).join()).toContain('unknown key "sgima"');
    expect(problems({ ...tiny, params: { ...params, N: 0 } }).join()).toContain('0 must be >= 1');
  });

  test('leaves models of one’s own alone', () => {
    expect(problems({ ...tiny, params: { any: 1 }, uses: 'mine.js' })).toEqual([]);
    expect(problems({ ...tiny, model: 'mine', params: { any: 1 } })).toEqual([]);
  });
});
