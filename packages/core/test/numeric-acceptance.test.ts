import { InputError } from '@mcover/core';
import { AcceptanceTable, acceptanceThreshold } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';

const always = 2 ** 32 - 1;

describe('acceptanceThreshold', () => {
  // 2³²/(1 + eˣ) by mpmath 1.3 at 60 digits, rounded.
  it.each([
    [0, 2147483648],
    [1e-9, 2147483647],
    [0.5, 1621524825],
    [1, 1155094609],
    [-3.25, 4134649536],
    [20, 9],
    [22.8738, 1],
    [22.8739, 0],
    [1000, 0],
    [Infinity, 0],
    [-21.7752, always - 1],
    [-21.7753, always],
    [-23, always],
    [-1000, always],
    [-Infinity, always],
  ])('x = %d', (x, threshold) => {
    expect(acceptanceThreshold(x)).toBe(threshold);
  });

  it('gives x and −x probabilities that add up to 1, to the last of 32 bits', () => {
    for (let x = 0; x < 30; x += 0.01) {
      const sum = acceptanceThreshold(x) + acceptanceThreshold(-x);
      expect(Math.abs(sum - 2 ** 32)).toBeLessThanOrEqual(1);
    }
  });
});

const scales = [
  { unit: 2 / Math.sqrt(50), S: 10, M: 3, gamma: 0 },
  { unit: 2 / Math.sqrt(50), S: 1, M: 3, gamma: 1 },
  { unit: 1 / Math.sqrt(51), S: 7, M: 4, gamma: 0.7 },
  { unit: 1, S: 1, M: 1, gamma: 0 },
  { unit: 1, S: 3, M: 1, gamma: 2 },
  { unit: 1, S: 2, M: 5, gamma: 25 },
];
const temperatures = [0.4, 0.05, 0.0101, 0.4, 1e-9, 1.7];

/** x of a proposal, written out. */
const exponent = ({ unit, S, M, gamma }: (typeof scales)[number], T: number, k: number, c: number) =>
  ((k / S) * unit) / T + (2 * gamma * c) / M;

describe.each(scales)('AcceptanceTable of unit $unit, S = $S, M = $M, γ = $gamma', (scale) => {
  const table = new AcceptanceTable(scale);
  const largestC = scale.gamma === 0 ? 0 : scale.M - 1;
  const cs = Array.from({ length: 2 * largestC + 1 }, (_, i) => i - largestC);

  it('has a row for each c, or one where copies do not attract', () => {
    expect(table.rows).toBe(cs.length);
  });

  it.each(temperatures)('holds the law at T = %d, and no more than it must', (T) => {
    table.setTemperature(T);
    const { reach, stride, values } = table;
    expect(stride).toBe(2 * reach + 1);
    for (const [row, c] of cs.entries()) {
      for (let k = -reach - 300; k <= reach + 300; k++) {
        const expected = acceptanceThreshold(exponent(scale, T, k, c));
        // One assertion for each of a million entries would take most of the time.
        if (table.threshold(k, c) !== expected) expect.fail(`k = ${k}, c = ${c}`);
        if (Math.abs(k) <= reach && values[row * stride + k + reach] !== expected)
          expect.fail(`values, k = ${k}`);
        if (k > reach && expected !== 0) expect.fail(`k = ${k} is not saturated`);
        if (k < -reach && expected !== always) expect.fail(`k = ${k} is not saturated`);
      }
    }
    const saturated = (c: number) =>
      acceptanceThreshold(exponent(scale, T, reach, c)) === 0 &&
      acceptanceThreshold(exponent(scale, T, -reach, c)) === always;
    expect(reach === 0 || !cs.every(saturated)).toBe(true);
  });
});

describe('AcceptanceTable', () => {
  it('depends on k/S and not on k and S: a common factor changes no bit', () => {
    const [one, three] = [1, 3].map((m) => new AcceptanceTable({ unit: 0.0632, S: 10 * m, M: 3, gamma: 1 }));
    for (const T of [0.4, 0.0137]) {
      one.setTemperature(T);
      three.setTemperature(T);
      for (const c of [-2, 0, 2]) {
        for (let k = -one.reach - 1; k <= one.reach + 1; k++) {
          if (one.threshold(k, c) !== three.threshold(3 * k, c)) expect.fail(`k = ${k}, c = ${c}`);
        }
      }
    }
  });

  it('ignores c where γ = 0', () => {
    const table = new AcceptanceTable({ unit: 1, S: 1, M: 3, gamma: 0 });
    table.setTemperature(1);
    expect(table.threshold(1, 2)).toBe(acceptanceThreshold(1));
    expect(table.threshold(1, -2)).toBe(acceptanceThreshold(1));
  });

  it('has the size of the published setting: 2893 words at T = 0.4, N = 1000, S = 10', () => {
    // K is the last k with 2k/(S√N·T) < ln(2³³ − 1) = 22.8739.
    const table = new AcceptanceTable({ unit: 2 / Math.sqrt(1000), S: 10, M: 3, gamma: 0 });
    table.setTemperature(0.4);
    expect(table.reach).toBe(Math.floor((Math.log(2 ** 33 - 1) * 0.4 * 10 * Math.sqrt(1000)) / 2));
  });

  it('keeps its array while the temperature falls, and takes a longer one when it must', () => {
    const table = new AcceptanceTable({ unit: 0.1, S: 1, M: 2, gamma: 1 });
    table.setTemperature(0.4);
    const { values } = table;
    for (const T of [0.4, 0.3, 0.01]) {
      table.setTemperature(T);
      expect(table.values).toBe(values);
    }
    table.setTemperature(0.8);
    expect(table.values.length).toBe(table.rows * table.stride);
    expect(table.values.length).toBeGreaterThan(values.length);
  });

  it.each([
    [0, 'schedule: a temperature must be above 0; 0 is not'],
    [-1, 'schedule: a temperature must be above 0; -1 is not'],
    [Number.NaN, 'schedule: a temperature must be above 0; NaN is not'],
    [1e9, 'schedule/from: at the temperature 1000000000, against steps of 0.1 in energy'],
    [Infinity, 'schedule/from: at the temperature Infinity'],
  ])('refuses the temperature %d', (T, message) => {
    const table = new AcceptanceTable({ unit: 1, S: 10, M: 1, gamma: 0 });
    expect(() => table.setTemperature(T)).toThrow(InputError);
    expect(() => table.setTemperature(T)).toThrow(message);
  });
});
