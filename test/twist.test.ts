import { fileURLToPath } from 'node:url';
import { readResults } from '@mcover/report';
import { expect, test } from 'vitest';
import { readingOf } from '../packages/harness/dist/journal/reading.js';
import { twist } from '../packages/harness/dist/twist.js';
import { experimentsOf } from '../packages/report/dist/summary/experiment.js';

/** What a report of the reference records says of twist. */

const folder = fileURLToPath(new URL('../results/reference/quick', import.meta.url));
const experiments = experimentsOf({ ...readResults(folder, readingOf(folder)), covariates: [twist] });

test('fig. 3: the error falls with the twist, over both numbers of covers and within each', () => {
  const { scatters } = experiments.find(({ id }) => id === 'fig3-kernel')!;
  const [{ families, correlation }] = scatters;
  expect(correlation).toMatchObject({ n: 32, rho: expect.closeTo(-0.908, 3) });
  expect(correlation!.interval.high).toBeLessThan(-0.7);
  expect(families.map(({ label, correlation }) => [label, correlation])).toEqual([
    ['M = 3', expect.objectContaining({ n: 16, rho: expect.closeTo(-0.814, 3) })],
    ['M = 5', expect.objectContaining({ n: 16, rho: expect.closeTo(-0.699, 3) })],
  ]);
});

test('fig. 4 has one too; experiments that vary no kernel have none', () => {
  const drawn = experiments.filter(({ scatters }) => scatters.length > 0).map(({ id }) => id);
  expect(drawn).toEqual(['fig3-kernel', 'fig4-committee-kernel']);
});

test('cells with a kernel have a twist, those of one cover or without a kernel have none', () => {
  for (const { groups } of experiments) {
    for (const { parameters, covariates } of groups) {
      const routed = 'kernel.kind' in parameters && parameters.M !== 1;
      expect(covariates.has('twist')).toBe(routed);
    }
  }
});

test.each<[string, Record<string, unknown>, number | undefined]>([
  ['a bank of one channel', { M: 3, S: 1, kernel: { kind: 'uniform' } }, 0],
  ['mixers of one permutation', { M: 2, S: 1, G: 8, kernel: { kind: 'uniform' } }, 0.5],
  ["a kernel of one's own", { M: 3, S: 2, kernel: { kind: 'lazy', p: 0.3 } }, undefined],
  [
    'a kernel that no permutation follows',
    {
      M: 2,
      S: 2,
      kernel: {
        kind: 'matrix',
        matrix: [
          [0, 0],
          [1, 1],
        ],
      },
    },
    undefined,
  ],
  ['more than 16 covers', { M: 17, S: 2, kernel: { kind: 'uniform' } }, undefined],
  ['no kernel', { M: 3 }, undefined],
])('the twist of %s', (_, params, share) => {
  const spec = { model: 'm', method: 'mcover', data: { name: 'd' }, params, seed: { root: 1, trial: 0 } };
  const found = twist.of(spec, []);
  if (share === undefined) expect(found).toBeUndefined();
  else expect(found).toBeCloseTo(share, 12);
});
