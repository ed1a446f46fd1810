import fs from 'node:fs';
import path from 'node:path';
import { builtIn } from '@mcover/models';
import type { TSchema } from '@mcover/record';
import fc from 'fast-check';
import { expect } from 'vitest';
import { readExperiment } from '../../dist/config/experiment.js';
import { planned, temporary } from '../support.ts';
import type { Subject } from './subject.ts';
import { mostly, numbers, texts, values } from './values.ts';

/** A value of a schema, as somebody would write it. */
function written({
  type,
  enum: words,
  const: only,
  properties,
  oneOf,
  anyOf,
  items,
  ...schema
}: TSchema): fc.Arbitrary<unknown> {
  if (only !== undefined) return fc.constant(only);
  if (words) return fc.constantFrom(...words);
  if (oneOf ?? anyOf) return fc.oneof(...(oneOf ?? anyOf).map(written));
  if (properties) {
    const parts = Object.entries<TSchema>(properties).map(([key, part]) => [key, mostly(written(part))]);
    return fc.record(Object.fromEntries(parts), { requiredKeys: schema.required ?? [] });
  }
  if (items) return fc.array(written(items), { minLength: schema.minItems ?? 0, maxLength: 3 });
  const least = schema.minimum ?? (schema.exclusiveMinimum === undefined ? 0 : 1);
  if (type === 'integer') return fc.integer({ min: least, max: Math.min(schema.maximum ?? 9, least + 9) });
  if (type === 'number') return fc.constantFrom(0.25, 0.5, 0.9, 1);
  if (type === 'boolean') return fc.boolean();
  return fc.constant('a');
}

const models = ['perceptron', 'perceptron-patterns', 'committee', 'binary-committee', 'mlp'];

/** Sources of data, those of other models and files that are not there among them. */
const data = mostly(
  fc.constantFrom<unknown>(
    ...Array(6).fill({ name: 'hidden-manifold', D: 2, test: 5 }),
    { name: 'teacher-student' },
    { name: 'fashion-mnist' },
    { train: 'rows.csv', test: { share: 0.5 }, label: 'kind' },
  ),
);

function fileOf(model: string): fc.Arbitrary<Record<string, unknown>> {
  const variants = builtIn.variantsOf(model);
  const methods = variants.map(({ method }) => method);
  const properties: Record<string, TSchema> = Object.assign(
    {},
    ...variants.map(({ params }) => params.properties),
  );
  const keys = Object.keys(properties);
  const params = mostly(
    fc
      .subarray(keys, { maxLength: 3 })
      .chain((own) =>
        fc.record(Object.fromEntries(own.map((key) => [key, mostly(written(properties[key]))]))),
      ),
  );
  const strange = ['kernel.sigma', 'schedule.step', 'data.D', 'kernel.', '.', '__proto__', 'x'];
  const paths = mostly(fc.constantFrom(...keys), fc.constantFrom(...strange), 5) as fc.Arbitrary<string>;
  const sweep = mostly(
    paths.chain((key) => {
      const one = properties[key] ? mostly(written(properties[key])) : numbers;
      return fc.record({ [key]: mostly(fc.array(one, { minLength: 1, maxLength: 3 })) });
    }),
  );
  const method = fc.record(
    { method: mostly(fc.constantFrom(...methods)), params, sweep },
    { requiredKeys: ['method'] },
  );
  const trials = mostly(fc.integer({ min: 1, max: 3 }));
  const overlay = fc.record({ title: texts, params, sweep, trials }, { requiredKeys: [] });
  return fc.record(
    {
      id: mostly(fc.constant('e')),
      model: mostly(fc.constant(model)),
      data: model === 'perceptron' ? mostly(fc.constant({ name: 'teacher-student' })) : data,
      params: params.map((given) => ({ ...defaults[model], ...(given as object) })),
      methods: mostly(fc.array(mostly(method), { minLength: 1, maxLength: 2 })),
      trials,
      profiles: mostly(fc.record({ smoke: mostly(overlay, values, 20) })),
      sweep,
      title: mostly(texts),
      note: mostly(texts),
      extends: fc.constantFrom('fuzzed.json', 'none.json', '.', 'base.json', ''),
      uses: fc.constantFrom<unknown>('none.mjs', [], ['rows.csv'], ''),
      view: mostly(fc.record({ x: mostly(paths), facet: mostly(paths) }, { requiredKeys: [] })),
      controls: mostly(
        fc.array(fc.record({ method: fc.constantFrom(...methods), baseline: params }), { maxLength: 1 }),
      ),
      more: values,
    },
    { requiredKeys: ['id', 'model', 'data', 'params', 'methods', 'trials', 'profiles'] },
  );
}

const schedule = { from: 0.4, to: 0.2, step: 0.2 };
const kernel = { kind: 'directed-ring', mu: 1, sigma: 1 };

/** What makes its trials small. */
const defaults: Readonly<Record<string, object>> = {
  perceptron: { N: 5, alpha: 1, M: 2, S: 2, kernel, schedule },
  'perceptron-patterns': { N: 5, P: 4, M: 2, S: 2, kernel, schedule },
  'binary-committee': { N: 5, P: 4, K: 3, S: 2, schedule },
  committee: { N: 5, P: 4, K: 3, S: 2, epochs: 1 },
  mlp: { widths: [4, 3, 10], P: 4, epochs: 1 },
};

/** How a file is written: as it should be, with a mark at its beginning, torn, or with a key given twice. */
const writings: readonly ((text: string) => string)[] = [
  ...Array(20).fill((text: string) => text),
  (text) => `\ufeff${text}`,
  (text) => text.slice(0, -3),
  (text) => text.replace('{', '{"id": "f", '),
  (text) => text.replace(/"[^"]*":/, (key) => key.toUpperCase()),
  (text) => `${'['.repeat(200)}${text}${']'.repeat(200)}`,
  (text) => `${text}\n//`,
];

/** Most optional parts are left out of most files. */
const cases = fc
  .record({
    file: fc.constantFrom(...models).chain(fileOf),
    kept: fc.subarray(['sweep', 'title', 'note', 'view', 'controls'], { maxLength: 2 }),
    rare: fc.oneof(
      { weight: 8, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.constantFrom('extends', 'uses', 'more') },
    ),
    write: fc.constantFrom(...writings),
  })
  .map(({ file, kept, rare, write }) => {
    const optional = ['sweep', 'title', 'note', 'view', 'controls', 'extends', 'uses', 'more'];
    const own = Object.entries(file).filter(
      ([key]) => !optional.includes(key) || [...kept, rare].includes(key),
    );
    return write(JSON.stringify(Object.fromEntries(own), null, 1));
  });

export const experiments: Subject<string> = {
  name: 'experiment files',
  cases,
  read(text) {
    const folder = temporary();
    const file = path.join(folder, 'fuzzed.json');
    fs.writeFileSync(file, text);
    fs.writeFileSync(path.join(folder, 'base.json'), '{"trials": 2}');
    const experiment = readExperiment(file);
    for (const profile of experiment.profiles)
      for (const { id, seconds } of planned(experiment, { profile })) {
        expect(id).toMatch(/^[0-9a-f]{64}$/);
        expect(seconds).toBeGreaterThan(0);
      }
    return 'taken';
  },
};
