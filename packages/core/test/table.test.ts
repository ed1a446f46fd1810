import { InputError, type Seed } from '@mcover/core';
import {
  classifiedRows,
  constantInput,
  countRows,
  drawRows,
  type InputScale,
  labelledRows,
  refuseOtherThanSigns,
  scalingOf,
  setAside,
  splitTable,
  type Table,
  tableClasses,
  tableTask,
} from '@mcover/core/internals';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const seed: Seed = { root: 3, trial: 1 };

/** Rows of N inputs, whose classes go round. */
function tableOf(values: readonly number[], N: number, classes = 2): Table {
  const P = values.length / N;
  return {
    N,
    P,
    x: Float32Array.from(values),
    labels: Uint8Array.from({ length: P }, (_, row) => row % classes),
  };
}

const all = (table: Table) => ({ table, places: Int32Array.from({ length: table.P }, (_, row) => row) });
const some = tableOf(
  Array.from({ length: 180 }, (_, i) => ((i * 37) % 101) / 7),
  3,
  4,
);

describe('a share that is set aside', () => {
  it('is that share of each class, and never all of it', () => {
    const shares = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 500 }), (share, count) => {
        const aside = setAside(share, count);
        expect(aside).toBeLessThan(count);
        expect(Math.abs(aside - share * count)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('parts the rows in two, and takes as many of each class', () => {
    const { train, test } = splitTable({ train: some }, 0.2, seed);
    expect([...train.places, ...test.places].sort((a, b) => a - b)).toEqual([...all(some).places]);
    const classesOf = ({ places }: { places: Int32Array }) =>
      countRows({ labels: Uint8Array.from(places, (place) => some.labels[place]) });
    expect(classesOf(test)).toEqual([3, 3, 3, 3]);
    expect(classesOf(train)).toEqual([12, 12, 12, 12]);
  });

  it('is another one in another trial, and the same one when asked again', () => {
    const placesOf = (trial: number) => [...splitTable({ train: some }, 0.2, { root: 3, trial }).test.places];
    expect(placesOf(1)).toEqual(placesOf(1));
    expect(placesOf(1)).not.toEqual(placesOf(2));
  });

  it('is every row of a class equally often', () => {
    const hits = new Float64Array(some.P);
    const trials = 400;
    for (let trial = 0; trial < trials; trial++)
      for (const place of splitTable({ train: some }, 0.2, { root: 1, trial }).test.places) hits[place]++;
    // Binomial with p = 1/5: five standard deviations.
    const bound = 5 * Math.sqrt(trials * 0.2 * 0.8);
    for (const count of hits) expect(Math.abs(count - trials * 0.2)).toBeLessThan(bound);
  });

  it('is needed where there is no table for the test', () => {
    expect(() => splitTable({ train: some }, undefined, seed)).toThrow(InputError);
  });
});

it('draws P rows once each, in the order of the table', () => {
  const { places } = drawRows(all(some), { P: 20 }, seed);
  expect([...places]).toEqual([...new Set(places)].sort((a, b) => a - b));
  expect(places).toHaveLength(20);
  expect(() => drawRows(all(some), { P: 61 }, seed)).toThrow('P: 61 training rows; there are 60');
});

describe('scalings', () => {
  const column = (...values: number[]) => scalingOf(all(tableOf(values, 1)), 'binarised').centre[0];

  it('standardise to mean 0 and deviation 1, whatever the rows', () => {
    const inputs = fc.array(fc.float({ noNaN: true, min: -1e4, max: 1e4 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(inputs, (values) => {
        fc.pre(new Set(values).size > 1);
        const rows = all(tableOf(values, 1));
        const { inputs: read, P } = classifiedRows(rows, scalingOf(rows, 'standardised'));
        const x = new Float64Array(P);
        for (let mu = 0; mu < P; mu++) read(mu, x, mu);
        const mean = x.reduce((sum, value) => sum + value, 0) / P;
        const square = x.reduce((sum, value) => sum + value * value, 0) / P;
        expect(mean).toBeCloseTo(0, 6);
        expect(square).toBeCloseTo(1, 6);
      }),
    );
  });

  it('binarise at the median, so that an input that varies keeps both signs', () => {
    expect(column(1, 2, 3, 4)).toBe(2);
    expect(column(5, 1, 3)).toBe(3);
    // Three of four at the top: the next value below parts them.
    expect(column(0, 1, 1, 1)).toBe(0);
    expect(column(0, 0, 0, 1)).toBe(0);
    expect(column(2, 2)).toBe(2);
    const values = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, (given) => {
        fc.pre(new Set(given).size > 1);
        const rows = all(tableOf(given, 1));
        expect(new Set(labelledRows(rows, scalingOf(rows, 'binarised'), 0).x)).toEqual(new Set([1, -1]));
      }),
    );
  });

  it('leave raw inputs as they are', () => {
    const { inputs } = classifiedRows(all(some), scalingOf(all(some), 'raw'));
    const x = new Float32Array(3);
    inputs(7, x, 0);
    expect(x).toEqual(some.x.subarray(21, 24));
  });

  it('find the first constant input', () => {
    expect(constantInput(tableOf([1, 7, 2, 7, 3, 7], 2))).toBe(1);
    expect(constantInput(some)).toBe(-1);
  });
});

describe('tasks', () => {
  const shift = (table: Table, by: number): Table => ({ ...table, x: table.x.map((value) => value + by) });

  it('take their scaling from the training rows alone', () => {
    const at = (test: Table) => tableClasses({ train: some, test }, { P: 30, inputs: 'standardised' }, seed);
    expect(at(shift(some, 100)).scaling).toEqual(at(some).scaling);
    const { train, scaling } = at(some);
    const x = new Float64Array(3);
    let sum = 0;
    for (let mu = 0; mu < train.P; mu++) {
      train.inputs(mu, x, 0);
      sum += x[0];
    }
    expect(sum / train.P).toBeCloseTo(0, 6);
    expect(scaling.inputs).toBe('standardised');
  });

  it('have the same rows for every scaling', () => {
    const labelsOf = (inputs: InputScale) =>
      tableClasses({ train: some }, { P: 30, share: 0.2, inputs }, seed).train.labels;
    expect(labelsOf('binarised')).toEqual(labelsOf('raw'));
  });

  it('of two classes label the first +1, and leave the others out', () => {
    const task = { classes: [2, 1], P: 24, share: 0.2, inputs: 'binarised' } as const;
    const { train, test } = tableTask({ train: some }, task, seed);
    expect([train.P, test.P]).toEqual([24, 6]);
    expect(train.y.filter((y) => y === 1)).toHaveLength(12);
    expect(new Set(train.x)).toEqual(new Set([1, -1]));
  });

  it('of ±1 take nothing else', () => {
    const raw = { classes: [1, 0], P: 4, share: 0.2, inputs: 'raw' } as const;
    expect(() => tableTask({ train: some }, raw, seed)).toThrow(
      /^data: input 1 of row 1 is 0; the model takes ±1/,
    );
    expect(() => tableTask({ train: some }, { ...raw, inputs: 'standardised' }, seed)).toThrow(/^inputs: /);
    expect(() => refuseOtherThanSigns(tableOf([1, -1, -1, 1], 2))).not.toThrow();
  });
});
