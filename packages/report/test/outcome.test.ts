import { experimentsOf, outcomeText } from '@mcover/report';
import { describe, expect, test } from 'vitest';
import { described } from './descriptions.ts';
import { fig2a, table3 } from './records.ts';

const textOf = (...of: Parameters<typeof described>) => outcomeText(experimentsOf(described(...of)));

describe('what came out, for a terminal', () => {
  test('a cell a row: mean, share solved, the published number; another setting is not judged', () => {
    const [head, columns, ...rows] = textOf(table3).split('\n');
    expect(head).toMatch(/^table3-perceptron: /);
    expect(columns).toMatch(/^ {2}method +mean \[BCa 95 %\] +solved +published +agrees\?$/);
    expect(rows[0]).toMatch(/^ {2}vanilla SA +0\.\d{4} .*\d\/8 +0\.1936 ± 0\.0113 +other setting$/);
    expect(rows).toContainEqual(expect.stringMatching(/^ {2}M-cover against vanilla SA: /));
  });

  test('a curve is left to its figure', () => {
    expect(textOf(fig2a)).toMatch(
      /^fig2a-load: .*\n {2}\d+ cells along a curve: its figure is on the page\n$/,
    );
  });
});
