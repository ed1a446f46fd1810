import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrialRecord } from '@mcover/record';
import { pairedPermutationTest, writeReport } from '@mcover/report';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { figureOf } from '../dist/figures/figure.js';
import { experimentsOf } from '../dist/summary/experiment.js';
import { toCsv } from '../dist/tables/csv.js';
import { toLatex } from '../dist/tables/latex.js';
import { toMarkdown } from '../dist/tables/markdown.js';
import { resultsTable } from '../dist/tables/results.js';
import {
  errorsAround,
  fashion,
  fig4,
  manifold,
  table3Committee,
  trials,
  tuned,
  uniform,
} from './committee-records.ts';
import { described } from './descriptions.ts';
import { write } from './write.ts';

type Records = readonly TrialRecord[];
const only = (records: Records) => experimentsOf(described(records))[0];
const labels = (records: Records) => only(records).view.series.map(({ label }) => label);

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'mcover-committee-'));
});
afterEach(() => rmSync(out, { recursive: true }));

async function report(records: Records): Promise<string> {
  await writeReport({ ...described(records), rejected: [], out, write, profile: 'paper' });
  return readFileSync(join(out, 'REPORT.md'), 'utf8');
}

describe('the rows of Table 3', () => {
  test('two rows of SGD are told apart, the controls last', () => {
    expect(labels(table3Committee())).toEqual([
      'SGD',
      'rSGD',
      'M-cover',
      'SGD with tuned rate (control)',
      'independent copies (control)',
    ]);
    const table = resultsTable(only(table3Committee()));
    expect(table.columns.map(({ title }) => title)).toEqual([
      'method',
      'η',
      'growth',
      'n',
      'mean',
      'BCa 95 %',
      'median',
      'mean train error',
      'mean epochs',
      'published',
      'deviation (standard errors)',
    ]);
    const csv = toCsv(table).split('\n');
    expect(csv[0]).toMatch(/^method,control,rate,growth,n,failed,mean,/);
    expect(csv[1]).toMatch(/^sgd,,0.01,1.02,10,/);
    expect(csv[4]).toMatch(/^sgd,control,0.1,1.01,10,/);
    expect(csv[5]).toMatch(/^independent,control,0.01,1.02,10,/);
  });

  test("of a table of one's own, SGD of another rate is no control", () => {
    const records = [{}, tuned].flatMap((params) =>
      trials({ experiment: 'mine', method: 'sgd', params }, errorsAround(0.07)),
    );
    expect(labels(records)).toEqual(['η = 0.01, growth = 1.02', 'η = 0.1, growth = 1.01']);
  });

  test("published numbers stand beside the paper's methods, ± as printed, none beside a control", () => {
    const rows = toMarkdown(resultsTable(only(table3Committee())))
      .split('\n')
      .slice(2);
    // numpy: sd(ddof=1) of these ten errors of SGD is .0036515, so (.079 − .076)/√(sd²/10 + .002²) = 1.2990.
    expect(rows[0]).toMatch(
      /^\| SGD \| 0\.01 .*\| 0\.0020 \| 105 \| 0\.076 ± 0\.002 \| \+0\.0030 \(\+1\.3\) \|$/,
    );
    expect(rows[1]).toContain('| 0.071 ± 0.001 | +0.0013 (');
    expect(rows[2]).toContain('| 0.062 ± 0.001 | +0.0007 (');
    expect(rows[3]).toMatch(/\| – \| – \|$/);
    expect(rows[4]).toMatch(/\| – \| – \|$/);
  });

  test('other tasks and other data have no published number', () => {
    const fewer = trials({ method: 'sgd', params: { P: 100, B: 20 } }, errorsAround(0.2));
    for (const records of [fewer, table3Committee({}, manifold)]) {
      expect(resultsTable(only(records)).columns.map(({ title }) => title)).not.toContain('published');
    }
  });

  test('methods of equal seeds are compared in pairs, whatever their parameters', async () => {
    const { comparisons } = only(table3Committee());
    expect(comparisons).toHaveLength(10);
    for (const { at, paired, sameTask } of comparisons) {
      expect([at, paired, sameTask]).toEqual(['', true, true]);
    }
    const rates = comparisons.find(
      ({ subject, reference }) => subject.label.startsWith('SGD with tuned') && reference.label === 'SGD',
    )!;
    expect(rates.p).toBe(pairedPermutationTest(errorsAround(0.0627, 8), errorsAround(0.079)));
    const text = await report(table3Committee());
    expect(text).toContain(
      'All paired by seeds, which saw the same data; p (Holm) is corrected for 10 comparisons',
    );
    // The controls have a paragraph of their own.
    expect(text.match(/^- The mean of/gm)).toHaveLength(3);
  });

  test('tasks of other sizes are not called the same', async () => {
    const records = [100, 200].flatMap((P) =>
      trials({ experiment: 'mine', method: 'sgd', params: { P } }, errorsAround(0.1 + P / 1e4)),
    );
    expect(await report(records)).toContain('All paired by seeds; p (Holm)');
  });

  test('says what ± is, and how the setting departs from the paper; more trials do not', async () => {
    const text = await report(table3Committee());
    expect(text).toContain('"Error bars correspond to standard errors", and so ± is taken here');
    expect(text).toContain('where ± is a standard error.');
    expect(text).toContain("**Not the paper's setting:** epochs = 300 (paper: 20000).");
    expect(text).toContain(
      'data = fashion-mnist, SHA-256 = ab12ab12ab12…, arithmetic = f32, classes = 3 and 4, N = 784',
    );
    expect(text).not.toContain('&lt;');
  });
});

describe('what the controls mean follows from the numbers', () => {
  const controls = async (means: Parameters<typeof table3Committee>[0]) =>
    (await report(table3Committee(means))).split('\n').find((line) => line.startsWith('**Controls**'))!;

  test('as expected: part of the gain without routing, no gain over a tuned rate', async () => {
    const text = await controls({});
    expect(text).toContain(
      'SGD with tuned rate (control), with η = 0.1, growth = 1.01 in place of η = 0.01, growth = 1.02; ' +
        'independent copies (control), M networks that SGD trains apart and that are averaged, without any routing.',
    );
    expect(text).toMatch(
      / M-cover against SGD: better by 0\.0163 \[0\.01\d\d, 0\.01\d\d\], p = 0\.0\d+\. SGD with/,
    );
    expect(text).toMatch(
      /Independent copies against SGD: better by 0\.0084 \[.*; against M-cover: worse by 0\.0079 [^.]*\.[^:]*\. Part of the gain is that of the control\.$/,
    );
    expect(text).toMatch(
      /SGD with tuned rate against SGD: better by 0\.0163 .*; against M-cover: not significantly apart, by 0\.0000 \[−0\.\d+, 0\.\d+\], p = 1\.00\. No gain beyond that of the control is to be seen\. Ind/,
    );
  });

  test('a tuned rate that does better, or worse', async () => {
    const better = await controls({ tuned: 0.0577 });
    expect(better).toMatch(/against M-cover: better by 0\.0050 \[[^:]*\. No gain beyond that of the control/);
    const worse = await controls({ tuned: 0.0727 });
    expect(worse).toMatch(
      /against M-cover: worse by 0\.0100 \[[^:]*\. Part of the gain is that of the control/,
    );
  });

  test('copies that do nothing, as much as M-cover, more, or harm', async () => {
    const copies = async (independent: number) =>
      (await controls({ independent })).replace(/.*(?=Independent copies against)/, '');
    expect(await copies(0.079)).toMatch(
      /against SGD: not significantly apart, by 0\.0000 .*against M-cover: worse by 0\.0163 [^a-z]*, p [^a-z]*\.$/,
    );
    expect(await copies(0.0627)).toMatch(
      /against SGD: better by 0\.0163 .*not significantly apart, by 0\.0000 .* No gain beyond that of the control/,
    );
    expect(await copies(0.05)).toMatch(/against M-cover: better by 0\.0127 .* No gain beyond/);
    expect(await copies(0.09)).toContain('Independent copies against SGD: worse by 0.0110');
  });

  test('no gain of M-cover, nothing to explain', async () => {
    const text = await controls({ mcover: 0.079 });
    expect(text).toContain(' M-cover against SGD: not significantly apart, by 0.0000');
    expect(text).not.toMatch(/Part of the gain|No gain/);
    expect(await controls({ mcover: 0.09 })).toContain('M-cover against SGD: worse by 0.0110');
  });

  test('too few trials say nothing, and a control alone is only named', async () => {
    const few = table3Committee().filter(({ spec }) => spec.seed.trial < 4);
    expect(await report(few)).toContain('The trials are too few to say what they mean.');
    const alone = trials({ experiment: 'mine', method: 'independent' }, errorsAround(0.07));
    expect(await report(alone)).toMatch(/\*\*Controls\*\*: .* without any routing\.\n/);
    const pair = [...alone, ...trials({ experiment: 'mine', method: 'sgd' }, errorsAround(0.08))];
    expect(await report(pair)).toMatch(/\*\*Controls\*\*: .* without any routing\.\n/);
  });

  test('one control without the other', async () => {
    const without = (method: string, rate: number) =>
      table3Committee().filter(({ spec }) => spec.method !== method || spec.params.rate !== rate);
    expect(await report(without('independent', 0.01))).toContain('SGD with tuned rate against SGD: better');
    expect(await report(without('sgd', 0.1))).toContain('Independent copies against SGD: better');
  });
});

describe('SYNTHETIC data', () => {
  test('are named in the heading of every section, in every table and figure', async () => {
    const text = await report(table3Committee({}, manifold));
    expect(text).toContain('> **SYNTHETIC data**: where a title says so');
    expect(text).toContain('\n## SYNTHETIC data: Table 3, committee machine\n');
    expect(text).toContain('They stand in for fashion-mnist, which was missing');
    expect(text).toContain('`mcover data fetch fashion-mnist`');
    expect(text).toContain('data = SYNTHETIC hidden-manifold (paper: fashion-mnist)');
    const read = (name: string) => readFileSync(join(out, name), 'utf8');
    for (const stem of ['tables/table3-committee', 'tables/table3-committee-comparisons']) {
      expect(read(`${stem}.tex`)).toContain('\\caption{SYNTHETIC data: Committee machine, error by method');
      const [, ...rows] = read(`${stem}.csv`).trim().split('\n');
      for (const row of rows) expect(row).toContain('SYNTHETIC hidden-manifold');
    }
    const svg = read('figures/table3-committee.svg');
    expect(svg).toContain('><title>SYNTHETIC data: Committee machine, error by method</title>');
    expect(svg).toMatch(/<text[^>]*>SYNTHETIC data</);
    expect(read('index.html')).toMatch(/<h2 id="[\w-]+">SYNTHETIC data: Table 3, committee machine<\/h2>/);
  });

  test('stand apart from real data in one experiment', async () => {
    const real = trials({ experiment: 'mine', method: 'sgd', data: fashion }, errorsAround(0.08));
    const generated = trials({ experiment: 'mine', method: 'sgd', data: manifold }, errorsAround(0.1));
    expect(labels([...real, ...generated])[1]).toContain('data = SYNTHETIC hidden-manifold');
    const text = await report([...real, ...generated]);
    expect(text).toContain('The patterns of some groups were generated.');
    expect(text).toContain('| SYNTHETIC hidden-manifold and fashion-mnist |');
  });

  test('asked for as such stand in for nothing', async () => {
    const data = { name: 'hidden-manifold', D: 50, test: 2000 };
    const text = await report(trials({ experiment: 'mine', method: 'sgd', data }, errorsAround(0.1)));
    expect(text).toContain('## mine\n');
    expect(text).toContain('data = hidden-manifold, D = 50');
    expect(text).not.toMatch(/SYNTHETIC|stand in for/);
  });

  test('nothing else is called so', async () => {
    expect(await report(table3Committee())).not.toContain('SYNTHETIC');
  });
});

describe('figures', () => {
  const svgOf = async (records: Records) => (await figureOf(only(records)))!;
  const marks = (svg: string) =>
    [...svg.matchAll(/<g class="mark-symbol role-mark[^"]*"[^>]*>(.*?)<\/g>/gs)].map(
      ([, body]) => body.split('<path').length - 1,
    );

  test('Fig. 2c: a dot a trial, a mean a method; Table 3 has its published means', async () => {
    const records = table3Committee()
      .filter(({ spec }) => spec.method !== 'independent' && spec.params.rate === 0.01)
      .map((record) => ({ ...record, experiment: 'fig2c-committee' }));
    const svg = await svgOf(records);
    expect(marks(svg)).toEqual([30, 3]);
    expect(marks(await svgOf(table3Committee()))).toEqual([50, 5, 3]);
    const text = await report(records);
    expect(text).toContain('data = fashion-mnist, N = 784, P = 500, K = 9, M = 4, S = 10, uniform.');
    expect(text).toContain('The axis does not begin at 0.');
  });

  test('Fig. 4: a map of both rings by σ, against the one cover that neither changes', async () => {
    const { view } = only(fig4);
    expect(view).toMatchObject({ x: 'kernel.sigma', facet: 'kernel.kind' });
    expect(labels(fig4)).toEqual(['M = 1', 'M = 4']);
    const svg = await svgOf(fig4);
    for (const text of [
      'directed ring',
      'wrapped ring',
      'width σ of the ring (covers)',
      '0.3',
      'M = 4: mean test error',
    ])
      expect(svg).toContain(`>${text}<`);
    // A tile a cell of M = 4, and its mean, which stands out from M = 1.
    expect(svg.match(/fill="rgb\((?!20,)/g)).toHaveLength(6);
    expect(svg.match(/>0\.\d{3} \*</g)).toHaveLength(6);
  });

  test('the binary committee has no epochs and no arithmetic', () => {
    const records = [
      ...trials({ experiment: 'mine', model: 'binary-committee', method: 'vanilla' }, errorsAround(0.12)),
      ...trials({ experiment: 'mine', model: 'binary-committee', method: 'rsa' }, errorsAround(0.11)),
      ...trials(
        { experiment: 'mine', model: 'binary-committee', method: 'mcover', params: { kernel: uniform } },
        errorsAround(0.1),
      ),
    ];
    expect(labels(records)).toEqual(['vanilla SA', 'RSA', 'M-cover']);
    const titles = resultsTable(only(records)).columns.map(({ title }) => title);
    expect(titles).toContain('mean train error');
    expect(titles).not.toContain('mean epochs');
  });
});

test('arithmetic tells series apart only where both occur', () => {
  const of = (arithmetic: 'f32' | 'f64') =>
    trials({ experiment: 'mine', method: 'sgd', arithmetic }, errorsAround(0.08));
  expect(labels(of('f64'))).toEqual(['SGD']);
  expect(labels([...of('f32'), ...of('f64')])).toEqual(['arithmetic = f32', 'arithmetic = f64']);
});

test('a control in both arithmetics is described once, and each arithmetic has its command', async () => {
  const both = (['f32', 'f64'] as const).flatMap((arithmetic, i) =>
    ['sgd', 'independent'].flatMap((method) =>
      trials({ method, arithmetic }, errorsAround(0.08).slice(0, 6 + i)),
    ),
  );
  const text = await report(both);
  expect(text.match(/that SGD trains apart/g)).toHaveLength(1);
  const command = 'mcover repro --only table3-committee --profile paper';
  expect(text).toContain(`\`\`\`sh\n${command} --trials 6\n${command} --engine reference --trials 7\n\`\`\``);
});

test('LaTeX has its commands for η', () => {
  expect(toLatex(resultsTable(only(table3Committee())))).toContain('method & $\\eta$ & growth & n');
});
