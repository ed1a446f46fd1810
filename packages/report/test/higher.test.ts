import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Description, sealRecord, type TrialRecord } from '@mcover/record';
import {
  annotationsOf,
  effectsOf,
  gateJson,
  gateOf,
  gateText,
  judge,
  statementOf,
  writeReport,
} from '@mcover/report';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorRange } from '../dist/figures/range.js';
import { experimentsOf } from '../dist/summary/experiment.js';
import { toCsv } from '../dist/tables/csv.js';
import { toMarkdown } from '../dist/tables/markdown.js';
import { resultsTable } from '../dist/tables/results.js';
import { write } from './write.ts';

/** A made-up model whose accuracy is the better the higher it is, and whose trials may diverge, which is bad. */

const any: Description['result'] = JSON.parse('{"type":"object"}');
const params = any;
const trees: Description = {
  experiment: 'trees',
  title: 'Trees',
  command: ['run', 'trees.json'],
  model: 'tree',
  methods: {
    stump: { label: 'stump', params },
    forest: { label: 'forest', params },
    bag: { label: 'bag', control: true, about: 'trees that are averaged', params },
  },
  data: any,
  result: any,
  arithmetic: false,
  parameters: [{ path: 'depth', symbol: 'd', task: false }],
  metrics: [
    { key: 'accuracy', label: 'accuracy', better: 'higher', decimals: 2 },
    { key: 'diverged', label: 'diverged', better: 'lower', flag: true },
    { key: 'leaves', label: 'leaves', better: 'lower', decimals: 1 },
  ],
  resolved: {},
};

const provenance = { engine: 'x', runtime: 'node', commit: 'abc', platform: 'linux', durationMs: 1 };
interface Outcome {
  value: number;
  diverged?: boolean;
}

const trials = (method: string, outcomes: readonly Outcome[], root = 1): TrialRecord[] =>
  outcomes.map(({ value, diverged = false }, trial) => {
    const seed = { root, trial };
    const spec = { model: 'tree', method, data: { name: 'made-up' }, params: { depth: 2 }, seed };
    return sealRecord('trees', spec, { result: { leaves: 4, accuracy: value, diverged } }, provenance);
  });
const values = (...all: number[]): Outcome[] => all.map((value) => ({ value }));

const steps = [-3, -2, -1, -1, 1, 1, 2, 3];
/** Eight trials around a mean. */
const around = (center: number, phase = 0) =>
  values(...steps.map((_, i) => center + steps[(i + phase) % 8] / 100));

const given = (records: readonly TrialRecord[], description = trees) => ({
  records: [...records],
  descriptions: new Map([['trees', description]]),
});

describe('a report', () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'mcover-higher-'));
  });
  afterEach(() => rmSync(out, { recursive: true }));

  const report = async (records: readonly TrialRecord[]) => {
    await writeReport({ ...given(records), rejected: [], out, write, profile: 'full' });
    return readFileSync(join(out, 'REPORT.md'), 'utf8');
  };

  test('calls the higher mean the higher one, and counts how often it is', async () => {
    const records = [...trials('stump', values(0.7, 0.8, 0.9)), ...trials('forest', values(0.85, 0.8, 0.95))];
    // Of nine pairs the forest wins .85 > .7, .8; .8 > .7; .95 > all: six, and ties once.
    const [{ comparisons }] = experimentsOf(given(records));
    expect(comparisons[0].improvement).toBeCloseTo(6.5 / 9, 12);
    const text = await report(records);
    // The differences are .15, 0 and .05: mean .0667, t interval ±.1898.
    expect(text).toContain(
      'The mean of forest is higher than that of stump by 0.07 [−0.12, 0.26] (**not significant**, ' +
        'p = 0.50, 3 trials each).',
    );
    expect(text).toContain('| A | B | A − B [95 %] | P(A higher) |');
    expect(text).toContain('probability that the first has the higher accuracy');
    expect(text).not.toMatch(/lower error|P\(A lower\)|test error/);
    const csv = readFileSync(join(out, 'tables/trees-comparisons.csv'), 'utf8');
    expect(csv.split('\n')[0]).toContain(',probability_a_higher,');
  });

  test('has the share of a flag with its interval, the means beside, and the decimals of each', () => {
    const outcomes = around(0.8).map((outcome, i) => ({ ...outcome, diverged: i < 4 }));
    const table = resultsTable(experimentsOf(given(trials('stump', outcomes)))[0]);
    // Wilson's interval of 4 in 8 is [.2152, .7848].
    expect(toMarkdown(table)).toContain('| 0.80 | 4/8 [0.22, 0.78] | 4.0 |');
    expect(toCsv(table).split('\n')[0]).toMatch(/,diverged,diverged_low,diverged_high,mean_leaves$/);
  });

  test('says of a control whether it does better or worse', async () => {
    const text = await report([
      ...trials('stump', around(0.7)),
      ...trials('forest', around(0.9, 2)),
      ...trials('bag', around(0.8, 4)),
    ]);
    const line = text.split('\n').find((one) => one.startsWith('**Controls**'))!;
    expect(line).toContain('**Controls**: bag (control), trees that are averaged.');
    expect(line).toMatch(/ Forest against Stump: better by 0\.20 \[/);
    expect(line).toMatch(/ Bag against Stump: better by 0\.10 \[.*; against Forest: worse by 0\.10 \[/);
    expect(line).toMatch(/ Part of the gain is that of the control\.$/);
  });

  test('draws numbers below 0, too', () => {
    expect(errorRange([-4, -1])).toEqual({ low: -4, high: 0, cut: false });
    expect(errorRange([-4, -3])).toEqual({ low: -4, high: -3, cut: true });
    expect(errorRange([-1, 2])).toEqual({ low: -1, high: 2, cut: false });
    expect(errorRange([0.5, 0.9])).toEqual({ low: 0.5, high: 0.9, cut: true });
  });
});

describe('a gate', () => {
  const judged = (before: readonly TrialRecord[], after: readonly TrialRecord[], description = trees) => {
    const gate = gateOf(given(before, description), given(after, description), 0.01);
    return judge(gate, effectsOf(gate));
  };
  const reference = trials('stump', around(0.8));
  /** The i-th of m values from `from` on, .001 apart. */
  const rising = (m: number, from: number) => values(...Array.from({ length: m }, (_, i) => from + i / 1000));

  test('finds a lower accuracy worse, and a higher one better', () => {
    const worse = judged(reference, trials('stump', rising(8, 0.5), 2));
    expect([worse.passed, worse.verdicts[0].standing]).toEqual([false, 'worse']);
    // All new values below all old ones: one division of 16 into 8 and 8.
    expect(worse.verdicts[0].tested[0].worse.p).toBeCloseTo(1 / 12870, 12);
    expect(worse.verdicts[0].tested[0].better.p).toBe(1);
    const better = judged(reference, trials('stump', rising(8, 0.9), 2));
    expect([better.passed, better.verdicts[0].standing]).toEqual([true, 'better']);
    expect(better.verdicts[0].tested[0].better.p).toBeCloseTo(1 / 12870, 12);
    expect(gateText(worse)).toContain('trees, stump: worse: mean accuracy 0.80 → 0.50 (−0.30, p');
    expect(annotationsOf(better)[0]).toContain('better: mean accuracy 0.80 → 0.90 (+0.10, p');
  });

  test('says by how much an accuracy must fall to be seen', () => {
    const many = trials('stump', [...around(0.8), ...around(0.81, 1), ...around(0.79, 2)]);
    const plain = { ...trees, metrics: [trees.metrics[0]] };
    const gate = gateOf(given(many, plain), given(many, plain), 0.01);
    const effects = effectsOf(gate);
    expect(statementOf(gate, effects)[3]).toMatch(
      /^ {2}trees \(24 against 24 trials\): mean accuracy down by 0\.0\d$/,
    );
    // The same as the rise that shows of the errors 1 − accuracy.
    const lower = { ...trees, metrics: [{ ...trees.metrics[0], better: 'lower' as const }] };
    const errors = many.map((record) => {
      const accuracy = 1 - (record.result!.accuracy as number);
      return sealRecord('trees', record.spec, { result: { accuracy } }, provenance);
    });
    const [mirrored] = effectsOf(gateOf(given(errors, lower), given(errors, lower), 0.01)).values();
    const [effect] = effects.values();
    if (effect?.statistic !== 'mean' || mirrored?.statistic !== 'mean') throw new Error('not of the mean');
    expect(effect.rise).toBeLessThan(-0.01);
    expect(effect.rise).toBeCloseTo(-mirrored.rise, 12);
    expect(gateText(judge(gate, effects))).toMatch(/\| mean −0\.0\d \|/);
  });

  test('finds a share that should be low worse where it is higher', () => {
    const some = (count: number, root: number) =>
      trials(
        'stump',
        Array.from({ length: 20 }, (_, i) => ({ value: 0.8 + (i % 7) / 1000, diverged: i < count })),
        root,
      );
    const result = judged(some(0, 1), some(13, 2));
    const [, share] = result.verdicts[0].tested;
    // C(20, 13)/C(40, 13), as for a share solved that is lost.
    expect(share.flag!.key).toBe('diverged');
    expect(share.worse.p).toBeCloseTo(77520 / 12033222880, 12);
    expect(result.verdicts[0].standing).toBe('worse');
    expect(gateText(result)).toContain('diverged 0/20 → 13/20 (p below 0.001)');
    expect(judged(some(13, 1), some(0, 2)).verdicts[0].standing).toBe('better');
    // What shows of none in twenty that diverge is what shows of twenty in twenty that do not (Python's whole
    // numbers give a share of .338 in twenty trials at the level 1e-4), the other way round.
    const gate = gateOf(given(some(0, 1)), given(some(0, 1)), 1e-4);
    const [effect] = effectsOf(gate).values();
    expect(effect).toMatchObject({ statistic: 'share', to: expect.closeTo(1 - 0.33817090338965655, 6) });
    expect(gateText(judge(gate, effectsOf(gate)))).toContain('| diverged ≥ 0.66 |');
    expect(statementOf(gate, effectsOf(gate))[3]).toContain('share diverged up to 0.66');
  });

  test('has flags by their keys in JSON', () => {
    expect(gateJson(judged(reference, trials('stump', rising(8, 0.5), 2)))).toMatchObject({
      cells: [
        {
          reference: { trials: 8, diverged: 0 },
          new: { trials: 8, diverged: 0 },
          tests: [{ statistic: 'mean' }],
        },
      ],
    });
  });

  test('takes labels, metrics and order from the new descriptions, and from the old where there is none', () => {
    const named = (label: string): Description => ({
      ...trees,
      methods: { ...trees.methods, stump: { label, params } },
    });
    const labelOf = (before: Description | undefined, after: Description | undefined) => {
      const side = (one: Description | undefined) => ({
        records: reference,
        descriptions: new Map(one && [['trees', one]]),
      });
      return [...gateOf(side(before), side(after), 0.01).labels.values()];
    };
    expect(labelOf(named('old'), named('new'))).toEqual(['new']);
    expect(labelOf(named('old'), undefined)).toEqual(['old']);
    expect(labelOf(undefined, undefined)).toEqual(['stump']);
  });
});
