import type { Classified, ImageSet } from '@mcover/core';
import { imageClasses } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';

/** Images of 1 × 2 pixels: the first is the image's number, the second 255. */
const images = (count: number): ImageSet => ({
  count,
  rows: 1,
  columns: 2,
  pixels: Uint8Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? at / 2 : 255)),
  labels: Uint8Array.from({ length: count }, (_, image) => image % 10),
});
const split = { train: images(60), test: images(20) };

function firstInputs({ P, inputs }: Classified): number[] {
  const x = new Float64Array(2);
  return Array.from({ length: P }, (_, mu) => {
    inputs(mu, x, 0);
    return x[0];
  });
}

describe('images of all classes', () => {
  it('have the brightness (pixel/255 − mean)/deviation, as a single', () => {
    const { train } = imageClasses(split, 3, { mean: 0.1307, deviation: 0.3081 });
    const x = new Float64Array(5);
    train.inputs(2, x, 1);
    // MNIST's white and black as every tutorial of it has them.
    expect(x[2]).toBeCloseTo(2.8214866, 6);
    expect(x[2]).toBe(Math.fround(x[2]));
    train.inputs(0, x, 3);
    expect(x[3]).toBeCloseTo(-0.4242129, 6);
    expect(x[0]).toBe(0);
  });

  it('are the first P training images, each with its label, and all test images', () => {
    const { train, test } = imageClasses(split, 40, { mean: 0, deviation: 1 / 255 });
    const upTo = (count: number) => Array.from({ length: count }, (_, image) => image);
    expect(firstInputs(train).map(Math.round)).toEqual(upTo(40));
    expect([...train.labels]).toEqual(upTo(40).map((image) => image % 10));
    expect(firstInputs(test).map(Math.round)).toEqual(upTo(20));
    expect([test.N, test.P]).toEqual([2, 20]);
  });

  it.each([0, 61, 2.5])('refuses P = %d of 60', (P) => {
    expect(() => imageClasses(split, P, { mean: 0, deviation: 1 })).toThrow(/P: .* there are 60/);
  });
});
