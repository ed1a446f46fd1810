import { builtIn } from '@mcover/models';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { Ajv2020 as StandIn } from '../src/page/worker/ajv.ts';

/** What interprets schemas in the page says what ajv says, of every method of the models. */

const required: Record<string, unknown> = {
  ...{ N: 784, alpha: 1.5, M: 3, S: 4, gamma: 1, K: 3, P: 20, kernel: { kind: 'uniform' } },
  schedule: { step: 0.01 },
};

/** Values that a parameter might have by mistake. */
const wrong = [-1, 0, 0.5, 1e9, 'x', '', null, true, [], [1, 2], {}, { kind: 'uniform' }, { kind: 'none' }];

/** Pairs and solutions are the same schemas again. */
const models = builtIn.models.filter(({ name }) => !/-(pair|solution)$/.test(name));

const cases = models.flatMap(({ name, methods }) =>
  Object.keys(methods).map((method) => ({ name, method, params: methods[method].params })),
);

test.each(cases)('$name/$method', ({ params }) => {
  // Not strict: words for readers are no error.
  const ajv = new Ajv2020({ strict: false, allErrors: true, discriminator: true, useDefaults: true });
  const [theirs, ours] = [ajv.compile(params), new StandIn({ useDefaults: true }).compile(params as never)];
  const known = Object.keys(params.properties);
  const given = Object.fromEntries(Object.entries(required).filter(([key]) => known.includes(key)));
  let refused = 0;
  for (const key of [...known, 'strange']) {
    for (const value of wrong) {
      const [a, b] = [0, 1].map(() => structuredClone({ ...given, [key]: value }));
      const fits = theirs(a);
      expect({ fits: ours(b), value: b }, `${key}: ${JSON.stringify(value)}`).toEqual({ fits, value: a });
      if (fits) continue;
      refused++;
      expect(ours.errors![0].message).not.toBe('');
    }
  }
  expect(refused).toBeGreaterThan(10);
  expect(ours(structuredClone(given))).toBe(theirs(structuredClone(given)));
});
