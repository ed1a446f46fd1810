import { expect, test } from 'vitest';
import { experimentsOf } from '../dist/summary/experiment.js';
import { comparisonTable } from '../dist/tables/comparisons.js';
import { toCsv } from '../dist/tables/csv.js';
import { toLatex } from '../dist/tables/latex.js';
import { toMarkdown } from '../dist/tables/markdown.js';
import { writeError, writeP, writeSigned } from '../dist/tables/number.js';
import { deviationFrom, publishedInterval } from '../dist/tables/published.js';
import { resultsTable } from '../dist/tables/results.js';
import { entry } from '../dist/tables/table.js';
import { described, describeFile } from './descriptions.ts';
import { failed, fig2a, finished, rsa, table3 } from './records.ts';

const [table3Experiment] = experimentsOf(described(table3));

test('markdown', () => {
  expect(`\n${toMarkdown(resultsTable(table3Experiment))}`).toMatchInlineSnapshot(`
    "
    | method | n | mean | BCa 95 % | median | solved (Wilson 95 %) | published | deviation (standard errors) |
    | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
    | vanilla SA | 8 | 0.1989 | [0.1910, 0.2059] | 0.2010 | 0/8 [0.00, 0.32] | 0.1936 ± 0.0113 | +0.0053 (+0.7) |
    | RSA | 8 | 0.0772 | [0.0196, 0.1345] | 0.0740 | 4/8 [0.22, 0.78] | 0.0539 ± 0.0329 | +0.0233 (+0.7) |
    | M-cover | 8 | 0.0380 | [0.0000, 0.0954] | 0.0000 | 6/8 [0.41, 0.93] | 0.0420 ± 0.0319 | −0.0040 (−0.1) |
    "
  `);
  expect(`\n${toMarkdown(comparisonTable(table3Experiment))}`).toMatchInlineSnapshot(`
    "
    | A | B | A − B [95 %] | P(A lower) | p | p (Holm) | 80 % power at | test |
    | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |
    | RSA | vanilla SA | −0.1216 [−0.1893, −0.0539] | 1.00 | 0.0078 | 0.023 | 0.0936 | paired |
    | M-cover | vanilla SA | −0.1609 [−0.2154, −0.1063] | 1.00 | 0.0078 | 0.023 | 0.0754 | paired |
    | M-cover | RSA | −0.0393 [−0.1291, 0.0506] | 0.64 | 0.25 | 0.25 | 0.1242 | paired |
    "
  `);
});

test('CSV holds every number in full precision', () => {
  expect(`\n${toCsv(resultsTable(table3Experiment))}`).toMatchInlineSnapshot(`
    "
    method,n,failed,mean,mean_t_low,mean_t_high,mean_bca_low,mean_bca_high,median,solved,solved_low,solved_high,published,published_plus_minus,published_standard_error,deviation,deviation_standardized
    vanilla,8,0,0.198875,0.18931739658244587,0.20843260341755412,0.19100000000000003,0.205875,0.201,0,0,0.3244075648838802,0.1936,0.0113,0.005765306122448979,0.005275000000000002,0.7491823930908302
    rsa,8,0,0.07725,0.008123728952554213,0.14637627104744577,0.019625,0.1345,0.074,4,0.21521606221387762,0.7847839377861224,0.0539,0.0329,0.016785714285714286,0.023349999999999996,0.6926745290207342
    mcover,8,0,0.038,-0.020839652384563034,0.09683965238456303,0,0.095375,0,6,0.40927543031016894,0.928520787247891,0.042,0.0319,0.016275510204081634,-0.0040000000000000036,-0.1345291713614284
    "
  `);
});

test('LaTeX', () => {
  expect(`\n${toLatex(resultsTable(table3Experiment))}`).toMatchInlineSnapshot(`
    "
    % needs \\usepackage{booktabs}
    \\begin{table}
      \\centering
      \\caption{Perceptron at $\\alpha$ = 1.58: generalization error, mean with its 95 \\% BCa bootstrap interval, and median.}
      \\label{tab:table3-perceptron}
      \\begin{tabular}{lrrrrrrr}
        \\toprule
        method & n & mean & BCa 95 \\% & median & solved (Wilson 95 \\%) & published & deviation (standard errors) \\\\
        \\midrule
        vanilla SA & 8 & 0.1989 & [0.1910, 0.2059] & 0.2010 & 0/8 [0.00, 0.32] & 0.1936 $\\pm$ 0.0113 & +0.0053 (+0.7) \\\\
        RSA & 8 & 0.0772 & [0.0196, 0.1345] & 0.0740 & 4/8 [0.22, 0.78] & 0.0539 $\\pm$ 0.0329 & +0.0233 (+0.7) \\\\
        M-cover & 8 & 0.0380 & [0.0000, 0.0954] & 0.0000 & 6/8 [0.41, 0.93] & 0.0420 $\\pm$ 0.0319 & $-$0.0040 ($-$0.1) \\\\
        \\bottomrule
      \\end{tabular}
    \\end{table}
    "
  `);
});

test('a column for each parameter that varies, a dash where a method lacks it', () => {
  const { columns, rows } = resultsTable(experimentsOf(described(fig2a))[0]);
  expect(columns.map(({ title }) => title).slice(0, 4)).toEqual(['method', 'α', 'M', 'n']);
  expect(rows[0].slice(0, 4).map((value) => value?.text)).toEqual(['vanilla SA', '1.2', undefined, '8']);
  expect(columns.map(({ title }) => title)).not.toContain('published');
});

test('failures are counted, and what a trial does not allow is left out', () => {
  const records = [finished({}, 0.1), failed({ trial: 1 }), failed({ method: 'rsa', params: rsa })];
  const text = toMarkdown(resultsTable(experimentsOf(described(records))[0]));
  expect(text).toContain('| vanilla SA | 1 (1 failed) | 0.1000 | – | 0.1000 | 0/1 [0.00, 0.79] |');
  expect(text).toContain('| RSA | 0 (1 failed) | – | – | – | – | 0.0539 ± 0.0329 | – |');
});

test('text that could be markup is not', () => {
  const table = {
    id: 't',
    caption: '50 % & more',
    columns: [{ title: 'a_b', keys: ['a'], align: 'left' as const }],
    rows: [[entry('x | <b> "y", [z](u)')]],
  };
  expect(toMarkdown(table)).toContain('| x \\| \\<b\\> "y", [z]\\(u) |');
  expect(toCsv(table)).toBe('a\n"x | <b> ""y"", [z](u)"\n');
  expect(toLatex(table)).toContain('\\caption{50 \\% \\& more}');
  expect(toLatex(table)).toContain('a\\_b \\\\');
});

test('numbers', () => {
  expect(writeError(-0.00001)).toBe('0.0000');
  expect(writeError(-0.0123)).toBe('−0.0123');
  expect(writeSigned(0.5)).toBe('+0.5000');
  expect(writeSigned(-0.04, 1)).toBe('±0.0');
  expect([0.5, 0.0512, 0.00123, 0.0004].map(writeP)).toEqual(['0.50', '0.051', '0.0012', '< 0.001']);
});

test("Table 3's columns, and a deviation in standard errors", () => {
  const published = ['table3-perceptron', 'table3-committee', 'table3-mlp'].flatMap(
    (id) => describeFile(id).paper!.published!,
  );
  expect(published.map(({ mean, plusMinus, standardErrors }) => [mean, plusMinus, standardErrors])).toEqual([
    [0.1936, 0.0113, 1.96],
    [0.0539, 0.0329, 1.96],
    [0.042, 0.0319, 1.96],
    [0.076, 0.002, 1],
    [0.071, 0.001, 1],
    [0.062, 0.001, 1],
    [0.0173, 0.001, 1.96],
    [0.0167, 0.001, 1.96],
  ]);
  const value = { ...published[0], mean: 0.2, plusMinus: 1.96 * 0.003 };
  const measured = { mean: 0.21, standardError: 0.004 };
  const deviation = deviationFrom(value, measured)!;
  expect(deviation.difference).toBeCloseTo(0.01, 12);
  expect(deviation.standardized).toBeCloseTo(2, 12);
  // The committee's ± is a standard error itself: .005/√(.004² + .003²) = 1.
  const committee = { ...published[3], mean: 0.205, plusMinus: 0.003 };
  expect(deviationFrom(committee, measured)!.standardized).toBeCloseTo(1, 12);
  expect(publishedInterval(committee).high).toBeCloseTo(0.205 + 1.96 * 0.003, 12);
});
