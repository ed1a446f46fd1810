import path from 'node:path';
import { builtIn } from '@mcover/models';
import { DescriptionSchema, type Notation, parseDescription, validator } from '@mcover/record';
import { describe, expect, test } from 'vitest';
import { models } from '../../report/test/descriptions.ts';
import { paperFiles } from '../dist/config/catalogue.js';
import { readExperiment } from '../dist/config/experiment.js';
import { descriptionOf } from '../dist/journal/description.js';
import { temporary, tiny, writeExperiment } from './support.ts';

const experiments = paperFiles().map(readExperiment);

const described = (file: string, profile: string, named = false) =>
  descriptionOf(readExperiment(file), {
    profile,
    folder: '/results',
    registry: builtIn,
    uses: [],
    files: [],
    named,
  });

describe.each(experiments.map((experiment) => [experiment.id, experiment] as const))(
  '%s',
  (id, { file, profiles }) => {
    test.each(profiles)('fits the schema of descriptions, and is read as it was written: %s', (profile) => {
      const description = described(file, profile);
      expect(validator(DescriptionSchema).problems(description)).toEqual([]);
      const read = parseDescription(JSON.stringify(description), id);
      expect(read).toEqual({ description });
      expect(description).toMatchObject({ experiment: id, command: ['repro', '--only', id] });
      const { model, methods, resolved } = description;
      expect(Object.keys(methods)).toEqual(Object.keys(builtIn.model(model).methods));
      expect(resolved).not.toHaveProperty('profiles');
    });

    test('is the same in all profiles but for what those change', () => {
      const [first, ...others] = profiles.map((profile) => described(file, profile));
      for (const other of others) {
        for (const key of ['methods', 'data', 'result', 'parameters', 'metrics', 'paper'] as const)
          expect(other[key]).toEqual(first[key]);
      }
    });
  },
);

test('of a named file says how it is run again', () => {
  const file = writeExperiment(temporary(), 'e.json', tiny);
  expect(described(file, 'smoke', true).command).toEqual(['run', path.resolve(file)]);
});

test('refuses a text that would steer a terminal', () => {
  const file = writeExperiment(temporary(), 'e.json', { ...tiny, title: 'red \u001b[31m' });
  expect(() => described(file, 'smoke')).toThrow(/e\.json: experiment "tiny": \/title: /);
});

/** What the report's tests write down by hand, of each model that an experiment of the repository has. */
describe.each(Object.entries(models).filter(([model]) => model !== 'binary-committee'))(
  'the %s',
  (model, written) => {
    const {
      parameters: all,
      metrics,
      methods,
    } = experiments
      .map(({ file, profiles }) => described(file, profiles[0]))
      .find((description) => description.model === model)!;
    // Of plugins, and of files of one's own, the experiments of the repository have none.
    const own = /^(uses|data\.((train|test)(File|Labels)|share|label|columns|rows|testRows|inputs))$/;
    const parameters = all.filter(({ path }) => !own.test(path));
    const words = ({ path, symbol, bare, logarithmic, separator, digits, tacit }: Notation) => ({
      path,
      symbol,
      bare,
      logarithmic,
      separator,
      digits,
      tacit,
    });
    const byPath = (a: Notation, b: Notation) => (a.path < b.path ? -1 : 1);

    test('has the symbols that are written down, of the same parameters', () => {
      expect([...parameters].sort(byPath).map(words)).toEqual(
        [...written.parameters].sort(byPath).map(words),
      );
    });

    test('has every label that is written down', () => {
      const labels = new Map(parameters.map(({ path, label }) => [path, label]));
      for (const { path, label } of written.parameters) {
        // Those of a committee are inputs, which the list by hand does not tell from weights.
        if (label && !(model === 'committee' && path === 'N'))
          expect([path, labels.get(path)]).toEqual([path, label]);
      }
    });

    test('has model and data first, as the list by hand', () => {
      const isHead = ({ path }: Notation) => /^(model|data|arithmetic)\b/.test(path);
      const heads = parameters.filter(isHead).length;
      expect(heads).toBe(written.parameters.filter(isHead).length);
      expect(parameters.slice(0, heads).every(isHead)).toBe(true);
    });

    test('has the methods and metrics that are written down', () => {
      const labels = (of: typeof methods) =>
        Object.entries(of).map(([name, { label, control }]) => [name, label, control ?? false]);
      expect(labels(methods)).toEqual(labels(written.methods));
      const essential = (of: typeof metrics) =>
        of.map(({ key, label, better, flag }) => ({ key, label, better, flag }));
      expect(essential(metrics)).toEqual(essential(written.metrics));
    });
  },
);
