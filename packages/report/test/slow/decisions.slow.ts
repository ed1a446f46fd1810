import { readFileSync } from 'node:fs';
import { stream } from '@mcover/core';
import { below } from '@mcover/core/internals';
import { mean, type StudyRule, standardDeviation, studyOf, tInterval } from '@mcover/report';
import { expect, test } from 'vitest';
import { power } from '../../dist/statistics/needed-trials.js';

/**
 * How often a study that may end at any look finds something that is not so, in 2000 simulated studies a case, and how many pairs of
 * trials it takes beside a paired t test of a fixed number with as much power. What is printed stands in docs/deciding.md.
 */
const studies = 2000;
const rule = { range: { low: -0.5, high: 0.5 }, error: 0.05, batch: 50, most: 1000 };

const random = stream({ root: 0, trial: 0 }, 'decisions');

/** Generalization errors of the reference records, by method. */
function errors(experiment: string, method: string): number[] {
  const file = new URL(`../../../../results/reference/quick/${experiment}.ndjson`, import.meta.url);
  const records = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return records
    .filter(({ spec }) => spec.method === method)
    .map(({ result }) => result.generalizationError ?? result.testError);
}

const rsa = errors('table3-perceptron', 'rsa');
const mcover = errors('table3-perceptron', 'mcover');
const sgd = errors('table3-committee', 'sgd');
const routed = errors('table3-committee', 'mcover');

/** A pool of all differences between two samples, moved to a mean of one's own. */
function pool(x: readonly number[], y: readonly number[], center?: number): number[] {
  const all = x.flatMap((a) => y.map((b) => a - b));
  const shift = center === undefined ? 0 : center - mean(all);
  return all.map((value) => value + shift);
}

const repeated = (value: number, times: number) => new Array<number>(times).fill(value);

interface Case {
  name: string;
  pool: readonly number[];
  difference: number;
}

const cases: Case[] = [
  { name: 'bimodal, no difference', pool: pool(rsa, rsa), difference: 0.01 },
  { name: 'bimodal, M-cover against RSA', pool: pool(mcover, rsa), difference: 0.01 },
  { name: 'bimodal, at the margin', pool: pool(rsa, rsa, 0.01), difference: 0.01 },
  { name: 'tied nine times in ten', pool: [...repeated(0, 18), 0.16, -0.16], difference: 0.01 },
  { name: 'committee, M-cover against SGD', pool: pool(routed, sgd), difference: 0.005 },
  { name: 'committee, no difference', pool: pool(sgd, sgd), difference: 0.01 },
  { name: 'near-equal, inside the margin', pool: pool(sgd, sgd, 0.002), difference: 0.01 },
  { name: 'near-equal, at the margin', pool: pool(sgd, sgd, 0.0101), difference: 0.01 },
  { name: 'rare and large, no difference', pool: [...repeated(-0.004, 99), 0.396], difference: 0.002 },
];

function isFalse(finding: string, truth: number, difference: number): boolean {
  const none = Math.abs(truth) < 1e-12;
  if (finding === 'lower') return none || truth > 0;
  if (finding === 'higher') return none || truth < 0;
  return finding === 'equal' && Math.abs(truth) > difference * (1 + 1e-9);
}

/** Pairs with which the t test at the 5 % level finds the difference so often. */
function fixedTrials(values: readonly number[], share: number): number {
  const [effect, sd] = [Math.abs(mean(values)), standardDeviation(values)];
  let n = 2;
  while (power((effect / sd) * Math.sqrt(n), n - 1) < share) n++;
  return n;
}

/** How often Student's interval, looked at after every batch, excludes the mean that is there. */
function fooled(draw: () => number, truth: number): boolean {
  const values: number[] = [];
  for (let n = rule.batch; n <= rule.most; n += rule.batch) {
    while (values.length < n) values.push(draw());
    const { low, high } = tInterval(values)!;
    if (truth < low || truth > high) return true;
  }
  return false;
}

test.each(cases)('$name', ({ name, pool: values, difference }) => {
  const truth = mean(values);
  const draw = () => values[below(random, values.length)];
  const counts: Record<string, number> = { lower: 0, higher: 0, equal: 0, open: 0 };
  const taken: number[] = [];
  let [wrong, peeking] = [0, 0];
  for (let study = 0; study < studies; study++) {
    const differences = Array.from({ length: rule.most }, draw);
    const { finding, looks } = studyOf(differences, { ...rule, difference } satisfies StudyRule);
    counts[finding]++;
    taken.push(looks.at(-1)!.n);
    if (isFalse(finding, truth, difference)) wrong++;
    if (fooled(draw, truth)) peeking++;
  }
  const right = truth < 0 ? counts.lower : counts.higher;
  const fixed = right > 0.2 * studies ? fixedTrials(values, Math.min(right / studies, 0.99)) : undefined;
  console.log(
    [
      name,
      truth.toFixed(4),
      standardDeviation(values).toFixed(3),
      difference,
      ...Object.values(counts).map((n) => (n / studies).toFixed(3)),
      (wrong / studies).toFixed(4),
      mean(taken).toFixed(0),
      fixed ?? '',
      (peeking / studies).toFixed(3),
    ].join(' | '),
  );
  expect(wrong / studies).toBeLessThanOrEqual(rule.error);
});
