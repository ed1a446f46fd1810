import type { ImageSet, ImageSplit } from '@mcover/core';
import {
  binarise,
  checkImageTask,
  imageTask,
  labelImages,
  parseIdxImages,
  parseIdxLabels,
} from '@mcover/core/internals';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const seed = { root: 1, trial: 0 };

function binarised(pixels: readonly number[]): number[] {
  const x = new Int8Array(pixels.length);
  binarise(Uint8Array.from(pixels), x);
  return [...x];
}

describe('binarisation at the median of the image', () => {
  test.each([
    ['an odd number of pixels: the one in the middle is dark', [9, 1, 5], [1, -1, -1]],
    ['an even number: between the two in the middle', [4, 1, 3, 2], [1, -1, 1, -1]],
    ['the two in the middle are equal', [7, 2, 2, 0], [1, -1, -1, -1]],
    ['more than half of the pixels are black', [0, 0, 0, 1, 255], [-1, -1, -1, 1, 1]],
    ['more than half of the pixels are white', [255, 255, 255, 1, 0], [-1, -1, -1, -1, -1]],
    ['one grey', [8, 8, 8, 8], [-1, -1, -1, -1]],
  ])('%s', (_, pixels, x) => expect(binarised(pixels)).toEqual(x));

  test('agrees with the definition: above the mean of the two middle values', () => {
    const pixels = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(pixels, (values) => {
        const sorted = values.toSorted((a, b) => a - b);
        const n = values.length;
        const median = (sorted[Math.floor((n - 1) / 2)] + sorted[Math.floor(n / 2)]) / 2;
        expect(binarised(values)).toEqual(values.map((value) => (value > median ? 1 : -1)));
      }),
    );
  });
});

const word = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const idx = (magic: number, sizes: readonly number[], values: readonly number[]) =>
  Uint8Array.from([magic, ...sizes].flatMap(word).concat(values));

describe('IDX files', () => {
  const pixels = Array.from({ length: 12 }, (_, i) => 20 * i);

  test('images', () => {
    const images = parseIdxImages(idx(0x803, [2, 3, 2], pixels), 'a file');
    expect(images).toEqual({ count: 2, rows: 3, columns: 2, pixels: Uint8Array.from(pixels) });
  });

  test('labels, also from the middle of a larger buffer', () => {
    const file = idx(0x801, [3], [9, 0, 4]);
    const buffer = new Uint8Array(file.length + 7);
    buffer.set(file, 5);
    expect([...parseIdxLabels(buffer.subarray(5, 5 + file.length), 'a file')]).toEqual([9, 0, 4]);
  });

  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), '0 bytes are no IDX file of images'],
    [
      'labels',
      idx(0x801, [12], pixels),
      'not an IDX file of images: it begins with 0x00000801 instead of 0x00000803',
    ],
    [
      'other values than bytes',
      idx(0xd03, [2, 3, 2], pixels),
      'it begins with 0x00000d03 instead of 0x00000803',
    ],
    ['something else', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0]), 'it begins with 0x89504e47'],
    ['a torn header', idx(0x803, [2, 3], []), 'truncated: 12 of the 16 bytes of its header'],
    ['a torn image', idx(0x803, [2, 3, 2], pixels.slice(1)), 'truncated: 11 of 12 bytes (2 × 3 × 2 images)'],
    ['a byte too many', idx(0x803, [2, 3, 2], [...pixels, 0]), '1 bytes too many after 2 × 3 × 2 images'],
    ['no image', idx(0x803, [0, 3, 2], []), 'holds nothing: its header says 0 × 3 × 2'],
    [
      'sizes beyond any memory',
      idx(0x803, [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], pixels),
      'truncated: 12 of ',
    ],
  ])('%s: told with the name of the file', (_, bytes, message) => {
    const parse = () => parseIdxImages(bytes, 'folder/file');
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ name: 'InputError', path: 'folder/file' }));
  });

  test('labels that do not belong to the images', () => {
    const images = { count: 2, rows: 1, columns: 1, pixels: Uint8Array.of(1, 2) };
    const join = (...labels: number[]) =>
      labelImages(images, Uint8Array.from(labels), { classes: 10, name: 'labels' });
    expect(join(9, 0)).toEqual({ ...images, labels: Uint8Array.of(9, 0) });
    expect(() => join(1, 2, 3)).toThrow('labels: 3 labels for 2 images');
    expect(() => join(1, 10)).toThrow('labels: label 10 of image 1 is not in 0…9');
  });
});

/** Images of four pixels, no two alike: image n is dark but for its pixel n mod 4, as bright as n + 1. */
function imageSet(labels: readonly number[]): ImageSet {
  const pixels = new Uint8Array(4 * labels.length);
  labels.forEach((_, n) => {
    pixels[4 * n + (n % 4)] = n + 1;
  });
  return { count: labels.length, rows: 2, columns: 2, pixels, labels: Uint8Array.from(labels) };
}

const split: ImageSplit = {
  train: imageSet(Array.from({ length: 60 }, (_, n) => [3, 4, 5][n % 3])),
  test: imageSet([4, 3, 0, 3, 4]),
};

describe('a task of two classes', () => {
  test('has all test images of the classes, the first of which is +1', () => {
    const { test: tested } = imageTask(split, { classes: [3, 4], P: 7 }, seed);
    expect({ N: tested.N, P: tested.P, y: [...tested.y] }).toEqual({ N: 4, P: 4, y: [-1, 1, 1, -1] });
    expect([...tested.x]).toEqual([0, 1, 3, 0].flatMap((place) => [0, 1, 2, 3].map((i) => spinAt(i, place))));
    const other = imageTask(split, { classes: [4, 3], P: 7 }, seed);
    expect([...other.test.y]).toEqual([1, -1, -1, 1]);
  });

  test('trains on P different images of the classes, each with its label', () => {
    const all = imageTask(split, { classes: [3, 4], P: 40 }, seed).train;
    const count = (label: number) => all.y.filter((y) => y === label).length;
    expect([all.P, all.N, count(1), count(-1)]).toEqual([40, 4, 20, 20]);
    // Classes 3 and 4 are the images n = 0, 3, 6, … and 1, 4, 7, … below 60: five of each n mod 4.
    for (const [y, pixel] of [1, -1].flatMap((label) => [0, 1, 2, 3].map((i) => [label, i]))) {
      const alike = Array.from(all.y, (label, mu) => label === y && all.x[4 * mu + pixel] === 1);
      expect(alike.filter(Boolean)).toHaveLength(5);
    }
  });

  test('each image is drawn equally often, in every place', () => {
    const counts = new Map<string, number>();
    const trials = 6000;
    for (let trial = 0; trial < trials; trial++) {
      const { train } = imageTask(split, { classes: [3, 4], P: 3 }, { root: 5, trial });
      for (let mu = 0; mu < 3; mu++) {
        const pixel = train.x.subarray(4 * mu, 4 * mu + 4).indexOf(1);
        const key = `${mu} ${train.y[mu]} ${pixel}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(24);
    // Each of the 24 is binomial(6000, 1/8): 750 ± 25.6.
    for (const count of counts.values()) expect(Math.abs(count - trials / 8)).toBeLessThan(4.5 * 25.6);
  });

  test('the draw depends on seed, classes and P alone', () => {
    const x = (classes: number[], P: number, trial: number) =>
      imageTask(split, { classes, P }, { root: 1, trial }).train.x.join();
    expect(x([3, 4], 9, 0)).toBe(x([3, 4], 9, 0));
    expect(new Set([x([3, 4], 9, 0), x([3, 4], 9, 1), x([4, 3], 9, 0)]).size).toBe(3);
  });

  test.each([
    ['a class that does not exist', [3, 7], 5, 'classes/1: no images of class 7; classes: 3, 4, 5'],
    ['a class of the training set alone', [3, 5], 5, 'classes/1: no images of class 5; classes: 0, 3, 4'],
    ['one class', [3], 5, 'classes: [3] are not two different classes'],
    ['the same class twice', [3, 3], 5, 'classes: [3, 3] are not two different classes'],
    ['more images than there are', [3, 4], 41, 'P: 41 training images, but classes 3 and 4 hold 40'],
    ['no image', [3, 4], 0, 'P: 0 training images; allowed: whole numbers from 1'],
    ['half an image', [3, 4], 1.5, 'P: 1.5 training images; allowed'],
  ])('%s', (_, classes, P, message) => {
    const make = () => imageTask(split, { classes, P }, seed);
    expect(make).toThrow(message);
    expect(make).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  test('can be checked by the numbers of images alone', () => {
    expect(() => checkImageTask({ classes: [0, 2], P: 3 }, [1, 0, 2])).not.toThrow();
    expect(() => checkImageTask({ classes: [0, 1], P: 1 }, [1, 0, 2])).toThrow('no images of class 1');
    expect(() => checkImageTask({ classes: [0, 2], P: 4 }, [1, 0, 2])).toThrow('hold 3');
  });
});

function spinAt(i: number, place: number): number {
  return i === place ? 1 : -1;
}
