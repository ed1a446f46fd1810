import type { Claim, TrialRecord } from '@mcover/record';
import { experimentsOf } from '@mcover/report';
import { expect, test } from 'vitest';
import { agreementOf, claimsBlock } from '../dist/page/claims.js';
import { described, describeFile } from './descriptions.ts';
import { around, fig2b, mcover, rsa, series, table3 } from './records.ts';

const than: Claim = { says: 'M-cover errs less', of: { method: 'mcover' }, than: { method: 'vanilla' } };

function read(records: readonly TrialRecord[], claims: Claim[] = [than]) {
  const beside = describeFile(records[0].experiment);
  const [experiment] = experimentsOf(described(records, { ...beside, paper: { ...beside.paper!, claims } }));
  return experiment;
}
const pair = (vanilla: number, routed: number) => [
  ...around({}, vanilla),
  ...around({ method: 'mcover', params: mcover }, routed),
];

test('a claim agrees, or does not, where the difference is significant; else it says how many trials it needs', () => {
  expect(read(pair(0.2, 0.1)).claims).toMatchObject([{ verdict: 'agrees' }]);
  expect(read(pair(0.1, 0.2)).claims).toMatchObject([{ verdict: 'does not' }]);
  // Differences of pairs ±.15 and 0: sd .0797 of the eight. The paper's −.0119 takes hundreds of seeds.
  const [{ verdict, needed }] = read(table3, [{ ...than, than: { method: 'rsa' } }]).claims;
  expect(verdict).toBe('cannot tell');
  expect(needed).toBeGreaterThan(100);
});

test('over several places: one as claimed is enough, one of each kind is a part', () => {
  const claim = { ...than, than: { method: 'rsa' } };
  const [{ verdict, pairs }] = read(fig2b, [claim]).claims;
  expect([verdict, pairs.length]).toEqual(['agrees', 5]);
  const turned = fig2b.filter(({ spec }) => spec.method !== 'rsa' || spec.params.alpha !== 1.2);
  const worse = around({ experiment: 'fig2b-load', method: 'rsa', params: { alpha: 1.2, ...rsa } }, 0.1);
  expect(read([...turned, ...worse], [claim]).claims).toMatchObject([{ verdict: 'in part' }]);
});

test('so few trials that no difference could be significant are told how many it takes at least', () => {
  const few = fig2b.filter(({ spec }) => spec.seed.trial < 5);
  // 2/2⁵ of five pairs is above .05; of five places it takes 2/2ⁿ < .05/5.
  expect(read(few, [{ ...than, than: { method: 'rsa' } }]).claims).toMatchObject([
    { verdict: 'cannot tell', needed: 8 },
  ]);
});

test('nothing is said where trials are all alike, where there is one, or nobody to compare with', () => {
  expect(read(pair(0.2, 0.2)).claims).toEqual([]);
  expect(read(pair(0.2, 0.1).filter(({ spec }) => spec.seed.trial === 0)).claims).toEqual([]);
  expect(read(around({}, 0.1)).claims).toEqual([]);
});

test('a published number agrees in the setting of the paper, as far as its own error is no larger', () => {
  const verdictOf = (errors: number[], params = {}) => {
    const experiment = read(series({ params }, errors));
    const [value] = describeFile('table3-perceptron').paper!.published!;
    return agreementOf(experiment, value, experiment.view.series[0].points[0]);
  };
  const spread = (center: number, by: number) =>
    Array.from({ length: 20 }, (_, i) => center + (i % 2 ? by : -by));
  // The paper's standard error is .0113/1.96 = .0058; ours sd/√20.
  expect(verdictOf(spread(0.19, 0.01))).toEqual({ verdict: 'agrees' });
  expect(verdictOf(spread(0.25, 0.01))).toEqual({ verdict: 'does not', why: 'higher' });
  // sd .0513, error .01147 = 1.99 of the paper's: 20 · 3.96 trials.
  expect(verdictOf(spread(0.19, 0.05))).toEqual({ verdict: 'cannot tell', why: 'needs 80 trials' });
  expect(verdictOf(spread(0.19, 0.01), { N: 500 })).toEqual({ verdict: 'cannot tell', why: 'other setting' });
});

test('the table has the published numbers and the claims, with links; stand-in data are not judged', () => {
  const text = claimsBlock([read(table3)], () => '#here')!;
  expect(text).toContain(
    '| [Table 3, perceptron](#here) | generalization error, RSA | 0.0539 ± 0.0329 | 0.0772 [',
  );
  expect(text).toContain('| M-cover errs less | −0.1516 | −0.1609 [');
  const data = { name: 'made-up', insteadOf: 'missing' } as object as TrialRecord['spec']['data'];
  const stand = table3.map((record) => ({ ...record, spec: { ...record.spec, data } }));
  expect(claimsBlock([read(stand)], () => '#here')).toBeUndefined();
});

test('the interval of a difference leaves out 0 just where its claim is judged', () => {
  // Each pair is apart as claimed, one of them by far: p is 2/2⁸, and Student's interval holds 0.
  const errors = [0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2];
  const routed = errors.map((error, i) => error - (i === 7 ? 0.15 : 0.002 + i / 5000));
  const experiment = read([...series({}, errors), ...series({ method: 'mcover', params: mcover }, routed)]);
  const [{ verdict, pairs }] = experiment.claims;
  expect(verdict).toBe('agrees');
  expect(pairs[0].interval.high).toBeGreaterThan(0);
  expect(claimsBlock([experiment], () => '#here')).toMatch(
    /\| M-cover errs less \| –?[^|]*\| −0\.021\d \[-?−?0\.0\d{3}, [-−]0\.00\d\d\], n = 8 \| agrees \|/,
  );
});

test('every claim of the experiments names parameters that its experiment sweeps, or methods that it has', () => {
  for (const id of [
    'table3-perceptron',
    'fig2a-load',
    'fig2b-load',
    'fig3-kernel',
    'fig5-covers',
    'table3-committee',
    'fig4-committee-kernel',
    'table3-mlp',
  ]) {
    const { paper, methods, parameters } = describeFile(id);
    for (const { of, than: other } of paper!.claims!) {
      for (const [path, value] of [...Object.entries(of), ...Object.entries(other)]) {
        if (path === 'method') expect(Object.keys(methods)).toContain(value);
        else expect(parameters.map((notation) => notation.path)).toContain(path);
      }
    }
  }
});
