import { type ImageSet, imageClasses, imagePatterns } from '@mcover/core';
import { describe, expect, it } from 'vitest';

const seed = { root: 3, trial: 0 };

/** Images of 1 × 2 pixels: the first is the image's number, the second 255. */
const images = (count: number): ImageSet => ({
  count,
  rows: 1,
  columns: 2,
  pixels: Uint8Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? at / 2 : 255)),
  labels: Uint8Array.from({ length: count }, (_, image) => image % 10),
});
const split = { train: images(60), test: images(20) };
const numbers = ({ P, inputs }: ReturnType<typeof imagePatterns>): number[] => {
  const x = new Float64Array(2);
  return Array.from({ length: P }, (_, mu) => {
    inputs(mu, x, 0);
    return x[0];
  });
};

describe('images of all classes', () => {
  it('have the brightness (pixel/255 − mean)/deviation, as a single', () => {
    const set = imagePatterns(images(3), Int32Array.of(2, 0), { mean: 0.1307, deviation: 0.3081 });
    const x = new Float64Array(5);
    set.inputs(0, x, 1);
    // MNIST's white and black as every tutorial of it has them.
    expect(x[2]).toBeCloseTo(2.8214866, 6);
    expect(x[2]).toBe(Math.fround(x[2]));
    set.inputs(1, x, 3);
    expect(x[3]).toBeCloseTo(-0.4242129, 6);
    expect([...x.subarray(0, 1)]).toEqual([0]);
    expect([...set.labels]).toEqual([2, 0]);
  });

  it('are P of the training images without repetition, each with its label, and all test images', () => {
    const { train, test } = imageClasses(split, 40, { mean: 0, deviation: 1 / 255 }, seed);
    const drawn = numbers(train).map(Math.round);
    expect(new Set(drawn).size).toBe(40);
    expect(drawn.map((image) => image % 10)).toEqual([...train.labels]);
    expect(drawn).not.toEqual(drawn.toSorted((a, b) => a - b));
    expect(numbers(test).map(Math.round)).toEqual(Array.from({ length: 20 }, (_, image) => image));
    const other = imageClasses(split, 40, { mean: 0, deviation: 1 / 255 }, { root: 3, trial: 1 });
    expect(numbers(other.train)).not.toEqual(numbers(train));
  });

  it.each([0, 61, 2.5])('refuses P = %d of 60', (P) => {
    expect(() => imageClasses(split, P, { mean: 0, deviation: 1 }, seed)).toThrow(/P: .* there are 60/);
  });
});
