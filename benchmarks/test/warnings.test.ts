import { describe, expect, it } from 'vitest';
import { clockResolution } from '../dist/clock.js';
import type { Row } from '../dist/study.js';
import { warningsOf } from '../dist/warnings.js';

function row(shortest: number, deviation: number): Row {
  return {
    series: 'sweep',
    subject: 'reference',
    at: { T: 0.4 },
    unit: 'proposal',
    median: 1000,
    interval: undefined,
    shortest,
    deviation,
  };
}

describe('warningsOf', () => {
  it('is silent about long calls on a quiet machine', () => {
    expect(warningsOf([row(1, 0.05), row(0.2, 0.099)], 1e-3)).toEqual([]);
  });

  it('names the rows that the clock is too coarse for, and what to do', () => {
    const [warning, ...rest] = warningsOf([row(0.05, 0), row(1, 0)], 1e-3);
    expect(rest).toEqual([]);
    expect(warning).toMatch(/steps of 0\.001 ms.*sweep, reference \(T = 0\.4\): run under Node/);
    expect(warning.match(/sweep/g)).toHaveLength(1);
  });

  it('names the rows that are too noisy, and what to do', () => {
    const [warning, ...rest] = warningsOf([row(1, 0.11), row(1, 0.01)], 1e-3);
    expect(rest).toEqual([]);
    expect(warning).toMatch(/too noisy.*sweep, reference \(T = 0\.4\): close other programs/);
    expect(warning.match(/sweep/g)).toHaveLength(1);
  });
});

describe('clockResolution', () => {
  it('finds the step of a clock that moves by 5 ms, at every third reading', () => {
    let readings = 0;
    expect(clockResolution(() => 5 * Math.floor(readings++ / 3))).toBe(5);
  });
});
