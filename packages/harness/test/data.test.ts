import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { BinaryTask, ImageSplit } from '@mcover/core';
import { binarise, countLabels } from '@mcover/core/internals';
import { builtIn, type DataSet, dataSets, digestOf, filled, findDataSet, imageSource } from '@mcover/models';
import { type TrialSpec, validator } from '@mcover/record';
import { describe, expect, test, vi } from 'vitest';
import { dataFolder, pathOf } from '../dist/data/folder.js';
import { inspect, stateOf } from '../dist/data/inspect.js';
import { loadImages } from '../dist/data/load.js';
import { dataResolver, namedData } from '../dist/data/resolve.js';
import { loadData } from '../dist/data/share.js';
import { dataSetOf, isHere, packed, place, smallFiles } from './data-support.ts';
import { temporary } from './support.ts';

/** A folder with a small data set, of which some files may be others than were published. */
function placed(others: Partial<ReturnType<typeof smallFiles>> = {}, name?: DataSet['name']) {
  const files = smallFiles();
  const set = dataSetOf(files, name);
  const folder = temporary();
  place(folder, set, { ...files, ...others });
  return { folder, set, files };
}

/** A folder with a data set that was published like this. */
function published(others: Partial<ReturnType<typeof smallFiles>>, name: DataSet['name']) {
  const files = { ...smallFiles(), ...others };
  const set = dataSetOf(files, name);
  const folder = temporary();
  place(folder, set, files);
  return { folder, set };
}

const usageError = (message: RegExp) =>
  expect.objectContaining({ name: 'UsageError', message: expect.stringMatching(message) });
const remedyOf = (name: string) =>
  new RegExp(`"mcover data fetch ${name}" downloads it, MCOVER_DATA_DIR names a folder that has it$`);
const remedied = remedyOf('mnist');

describe('the registry', () => {
  test('its digest is that of the digests of the files: sha256sum *.gz | sha256sum', () => {
    expect(dataSets.map((set) => [set.name, digestOf(set)])).toEqual([
      ['fashion-mnist', '4208722e2f95c92b7e6f0789caf8e8b31dee57cf57b10c3956b314f438b6f3d2'],
      ['mnist', 'abca1685336e37aa33a42b8e8886e04e9bd739abb9c10b4340fdb3be3218f9e7'],
    ]);
  });

  test('knows data sets by name', () => {
    for (const set of dataSets) expect(findDataSet(set.name)).toBe(set);
    expect(findDataSet('teacher-student')).toBeUndefined();
  });

  test('the folder is that of the environment, a checkout’s that has one of them, or the user’s cache', () => {
    expect(dataFolder({ MCOVER_DATA_DIR: 'some/where' })).toBe(path.resolve('some/where'));
    const root = temporary();
    vi.stubEnv('XDG_CACHE_HOME', path.join(root, 'cache'));
    const cache = dataFolder({ MCOVER_DATA_DIR: '' }, root);
    expect(cache).toMatch(/mcover.*data$/);
    expect(path.relative(path.join(root, 'data'), cache)).toMatch(/^\.\./);
    fs.mkdirSync(path.join(root, 'data', 'notes'), { recursive: true });
    expect(dataFolder({}, root)).toBe(cache);
    fs.mkdirSync(path.join(root, 'data', 'mnist'));
    expect(dataFolder({}, root)).toBe(path.join(root, 'data'));
    vi.unstubAllEnvs();
  });
});

describe('loading', () => {
  test('gives the images and labels that were packed, in shared memory', () => {
    const { folder, set } = placed();
    const { train, test: tested } = loadImages(set, folder);
    expect(train).toMatchObject({ count: 6, rows: 3, columns: 2 });
    expect([...train.pixels]).toEqual(Array.from({ length: 36 }, (_, i) => (i * i) % 251));
    expect([...train.labels]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([tested.count, tested.pixels.length, ...tested.labels]).toEqual([4, 24, 0, 1, 0, 1]);
    for (const { pixels, labels } of [train, tested]) {
      for (const { buffer } of [pixels, labels]) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });

  test('a thread that is sent the images sees the same memory', async () => {
    const { folder, set } = placed();
    const images = loadImages(set, folder);
    const code = `
      const { parentPort } = require('node:worker_threads');
      parentPort.once('message', ({ train }) => { train.pixels[3] = 77; parentPort.postMessage('done'); });`;
    const worker = new Worker(code, { eval: true });
    worker.postMessage(images);
    await new Promise((resolve) => worker.once('message', resolve));
    await worker.terminate();
    expect(images.train.pixels[3]).toBe(77);
  });
});

describe.each(dataSets.map(({ name }) => name))('loading %s: files and remedies are named for', (name) => {
  test('a missing file', () => {
    const { folder, set } = placed({}, name);
    const where = pathOf(folder, set, set.files.testLabels);
    fs.rmSync(where);
    const load = () => loadImages(set, folder);
    expect(load).toThrow(usageError(remedyOf(name)));
    expect(load).toThrow(`${where}: missing; `);
  });

  test('a file that cannot be read', () => {
    const { folder, set } = placed({}, name);
    const where = pathOf(folder, set, set.files.trainImages);
    fs.rmSync(where);
    fs.mkdirSync(where);
    expect(() => loadImages(set, folder)).toThrow(
      usageError(/trainImages\.gz: cannot be read: it is no regular file/),
    );
  });

  const { trainImages } = smallFiles();
  const flipped = Buffer.from(trainImages);
  flipped[30] ^= 1;
  test.each([
    ['truncated', trainImages.subarray(0, 40), /trainImages\.gz: truncated: 40 of \d+ bytes; /],
    ['empty', Buffer.alloc(0), /trainImages\.gz: truncated: 0 of \d+ bytes; /],
    ['too long', Buffer.concat([trainImages, Buffer.of(0)]), /trainImages\.gz: \d+ bytes instead of \d+; /],
    [
      'changed in one bit',
      flipped,
      /trainImages\.gz: wrong checksum: SHA-256 [0-9a-f]{64} instead of [0-9a-f]{64}; /,
    ],
  ])('a file that is %s', (_, bytes, message) => {
    const { folder, set } = placed({ trainImages: bytes }, name);
    expect(() => loadImages(set, folder)).toThrow(usageError(message));
    expect(() => loadImages(set, folder)).toThrow(usageError(remedyOf(name)));
  });

  test.each([
    ['no gzip', { trainImages: Buffer.from('<html>not found</html>') }, /corrupt gzip: incorrect header/],
    ['half a gzip', { trainImages: trainImages.subarray(0, 40) }, /corrupt gzip: unexpected end of file/],
    [
      'labels in place of images',
      { trainImages: smallFiles().trainLabels },
      /trainImages\.gz: not an IDX file of images: it begins with 0x00000801/,
    ],
    [
      'images in place of labels',
      { testLabels: smallFiles().testImages },
      /testLabels\.gz: not an IDX file of labels: it begins with 0x00000803/,
    ],
    [
      'fewer images than it says',
      { trainImages: packed(0x803, [6, 3, 2], [1, 2, 3]) },
      /trainImages\.gz: truncated: 3 of 36 bytes/,
    ],
    [
      'images of other dimensions',
      { testImages: packed(0x803, [4, 2, 2], new Uint8Array(16)) },
      /testImages\.gz: images of 2 × 2 pixels instead of 3 × 2/,
    ],
    [
      'images turned on their side',
      { testImages: packed(0x803, [4, 2, 3], new Uint8Array(24)) },
      /testImages\.gz: images of 2 × 3 pixels instead of 3 × 2/,
    ],
    [
      'more labels than images',
      { testLabels: packed(0x801, [5], [0, 1, 0, 1, 0]) },
      /testLabels\.gz: 5 labels for 4 images/,
    ],
    [
      'a label outside the range',
      { testLabels: packed(0x801, [4], [0, 1, 2, 1]) },
      /testLabels\.gz: label 2 of image 2 is not in 0…1/,
    ],
  ])('published files with %s', (_, others, message) => {
    const { folder, set } = published(others, name);
    expect(() => loadImages(set, folder)).toThrow(usageError(message));
    expect(() => loadImages(set, folder)).toThrow(usageError(remedyOf(name)));
  });
});

describe('inspection', () => {
  const state = (set: DataSet, folder: string, verify = true) => stateOf(inspect(set, folder, { verify }));

  test('tells what is ready, missing, incomplete, damaged', () => {
    const { folder, set, files } = placed();
    expect(state(set, folder)).toBe('ready');
    expect(state(set, temporary())).toBe('missing');
    place(folder, set, { testImages: files.testImages.subarray(1) });
    const { bytes } = set.files.testImages;
    expect(state(set, folder)).toMatch(
      new RegExp(`^damaged: .*testImages.gz: truncated: ${bytes - 1} of ${bytes} `),
    );
    fs.rmSync(pathOf(folder, set, set.files.testImages));
    expect(state(set, folder)).toBe('incomplete: testImages.gz missing');
  });

  test('looks at digests only where asked to', () => {
    const changed = Buffer.from(smallFiles().trainLabels);
    changed[changed.length - 1] ^= 1;
    const { folder, set } = placed({ trainLabels: changed });
    expect(state(set, folder, false)).toBe('ready');
    expect(state(set, folder)).toMatch(/^damaged: .*trainLabels\.gz: wrong checksum/);
  });
});

describe('resolving', () => {
  const { fits } = validator(imageSource);
  const setup = (folder: string, sets?: readonly DataSet[], requireData = false) => {
    const warn = vi.fn();
    const resolve = dataResolver({ folder, requireData, warn, ...(sets && { sets }) });
    return { warn, resolve };
  };

  test('a data set that is there is named with its digest', () => {
    const { folder, set } = placed();
    const { resolve, warn } = setup(folder, [set]);
    expect(resolve({ name: 'mnist' })).toEqual({ name: 'mnist', sha256: digestOf(set) });
    expect(warn).not.toHaveBeenCalled();
    expect(fits(resolve({ name: 'mnist' }))).toBe(true);
    expect(digestOf(set)).toBe(
      createHash('sha256')
        .update(
          ['testImages', 'testLabels', 'trainImages', 'trainLabels']
            .map((role) => fs.readFileSync(path.join(folder, 'mnist', `${role}.gz`)))
            .map((bytes) => createHash('sha256').update(bytes).digest('hex'))
            .map((digest, i) => `${digest}  ${Object.values(set.files)[i].name}\n`)
            .join(''),
        )
        .digest('hex'),
    );
  });

  test('what is missing is generated, with one warning that says SYNTHETIC', () => {
    const folder = temporary();
    const { resolve, warn } = setup(folder);
    const standIn = { name: 'hidden-manifold', D: 50, test: 2000, insteadOf: 'fashion-mnist' };
    expect(resolve({ name: 'fashion-mnist' })).toEqual(standIn);
    expect(resolve({ name: 'fashion-mnist' })).toEqual(standIn);
    expect(warn.mock.calls).toEqual([
      [expect.stringContaining('SYNTHETIC DATA: the data set fashion-mnist')],
    ]);
    expect(warn.mock.calls[0][0]).toContain(folder);
    expect(warn.mock.calls[0][0]).toContain('"mcover data fetch fashion-mnist" downloads it');
    expect(resolve({ name: 'mnist' })).toMatchObject({ D: 100, test: 10_000, insteadOf: 'mnist' });
    expect(warn).toHaveBeenCalledTimes(2);
    for (const name of ['mnist', 'fashion-mnist']) expect(fits(resolve({ name }))).toBe(true);
  });

  test('what is missing is an error where data are required', () => {
    const { resolve, warn } = setup(temporary(), undefined, true);
    expect(() => resolve({ name: 'mnist' })).toThrow(usageError(remedied));
    expect(() => resolve({ name: 'mnist' })).toThrow('the data set mnist is not in ');
    expect(warn).not.toHaveBeenCalled();
  });

  test('what is damaged or incomplete is an error and never generated', () => {
    const { folder, set, files } = placed({ testImages: Buffer.from('x') });
    const { resolve } = setup(folder, [set]);
    expect(() => resolve({ name: 'mnist' })).toThrow(usageError(remedied));
    expect(() => resolve({ name: 'mnist' })).toThrow(/mnist: damaged: .*testImages\.gz: truncated: 1 of/);
    const half = temporary();
    place(half, set, { testImages: files.testImages, testLabels: files.testLabels });
    expect(() => setup(half, [set]).resolve({ name: 'mnist' })).toThrow(
      'mnist: incomplete: trainImages.gz, trainLabels.gz missing; ',
    );
  });

  test('generators stay as they are, and keys that do not belong stay for the schema to refuse', () => {
    const { resolve } = setup(temporary());
    const data = { name: 'hidden-manifold', D: 3, test: 9 };
    expect(resolve(data)).toBe(data);
    expect(resolve({ name: 'mnist', folder: 'x' } as { name: string })).toMatchObject({ folder: 'x' });
    expect(namedData(data)).toBe(data);
    expect(namedData({ name: 'mnist' })).toEqual({ name: 'mnist', sha256: digestOf(findDataSet('mnist')!) });
  });

  test('each data set of some trials is loaded once, generators never', () => {
    const { folder, set } = placed();
    const named = { data: { name: 'mnist', sha256: digestOf(set) } };
    const loaded = loadData([named, { data: { name: 'hidden-manifold' } }, named], folder, [set]);
    expect([...loaded.keys()]).toEqual(['mnist']);
    expect(loaded.get('mnist')).toEqual(loadImages(set, folder));
    const other = { data: { name: 'mnist', sha256: '0'.repeat(64) } };
    expect(() => loadData([other], folder, [set])).toThrow(usageError(/of digest 0{64} is asked for; this/));
  });
});

const model = builtIn.model('committee');
const spec = (data: object, params: Record<string, unknown>): TrialSpec => ({
  model: model.name,
  data: data as TrialSpec['data'],
  ...filled(model, params, 'sgd'),
  seed: { root: 1, trial: 2 },
});
const checkTask = (of: TrialSpec) => model.check(of, 'reference');
const taskOf = (of: TrialSpec, images?: ImageSplit) => model.task(of, images) as BinaryTask;
const params = { N: 784, K: 9, classes: [3, 4], P: 500 };
const named = { name: 'fashion-mnist', sha256: digestOf(findDataSet('fashion-mnist')!) };

describe('the task of a specification', () => {
  test.each([
    ['another number of inputs', { N: 783 }, 'N: 783 inputs, but an image has 28 × 28 = 784 pixels'],
    [
      'more images than the classes hold',
      { P: 12_001 },
      'P: 12001 training images, but classes 3 and 4 hold',
    ],
    [
      'a class that does not exist',
      { classes: [3, 10] },
      'classes/1: no images of class 10; classes: 0, 1, ',
    ],
  ])('%s: refused with and without the files', (_, wrong, message) => {
    const check = (data: object) => () => checkTask(spec(data, { ...params, ...wrong }));
    expect(check(named)).toThrow(message);
    expect(check({ name: 'hidden-manifold', D: 50, test: 9, insteadOf: 'fashion-mnist' })).toThrow(message);
    expect(check({ name: 'hidden-manifold', D: 50, test: 9 })).not.toThrow();
    expect(() => checkTask(spec(named, params))).not.toThrow();
  });

  test('of generated data has the sizes that the specification says', () => {
    const made = taskOf(spec({ name: 'hidden-manifold', D: 5, test: 30 }, { ...params, N: 20, P: 40 }));
    expect([made.train.N, made.train.P, made.test.P]).toEqual([20, 40, 30]);
  });

  test('of images is made from those that were handed over', () => {
    const { folder, set } = placed();
    const small = spec({ name: 'mnist', sha256: digestOf(set) }, { N: 6, classes: [1, 0], P: 4 });
    const images: ImageSplit = loadImages(set, folder);
    const made = taskOf(small, images);
    expect([made.train.P, ...made.test.y]).toEqual([4, -1, 1, -1, 1]);
    expect(() => taskOf(small)).toThrow('the images of mnist were not handed to the trial');
    expect(() => taskOf(spec(small.data, { N: 7, classes: [1, 0], P: 4 }), images)).toThrow(
      'N: 7 inputs, but',
    );
  });
});

// Numbers by numpy: np.bincount, and (x > np.median(x, axis=1)).sum().
describe.skipIf(!isHere('fashion-mnist'))('Fashion-MNIST itself', () => {
  const set = findDataSet('fashion-mnist')!;

  test('has the images that it should have, and their binarised pixels', () => {
    const { train, test: tested } = loadImages(set, dataFolder());
    expect(countLabels(train)).toEqual(set.perClass);
    expect(countLabels(tested)).toEqual(Array(10).fill(1000));
    const bright = ({ pixels, labels, count }: typeof train, label: number) => {
      const x = new Int8Array(784);
      let sum = 0;
      for (let image = 0; image < count; image++) {
        if (labels[image] !== label) continue;
        binarise(pixels.subarray(784 * image, 784 * (image + 1)), x);
        sum += x.reduce((ones, value) => ones + Number(value === 1), 0);
      }
      return sum;
    };
    expect([bright(train, 3), bright(train, 4)]).toEqual([1952382, 2319645]);
    expect([bright(tested, 3), bright(tested, 4)]).toEqual([327938, 386851]);
  });

  test('makes the task of the committee machine', () => {
    const images = loadData([{ data: named }], dataFolder()).get('fashion-mnist')!;
    const made = taskOf(spec(named, params), images);
    expect([made.train.N, made.train.P, made.test.P]).toEqual([784, 500, 2000]);
    expect(made.test.y.reduce((sum, y) => sum + y, 0)).toBe(0);
    expect(made.test.x.reduce((ones, x) => ones + Number(x === 1), 0)).toBe(327938 + 386851);
    const all = taskOf(spec(named, { ...params, P: 12_000 }), images).train;
    expect(all.x.reduce((ones, x) => ones + Number(x === 1), 0)).toBe(1952382 + 2319645);
    expect(made.train.x.join()).not.toBe(all.x.subarray(0, 500 * 784).join());
  });
});

test.skipIf(!isHere('mnist'))('MNIST itself has the images that it should have', () => {
  const set = findDataSet('mnist')!;
  const { train, test: tested } = loadImages(set, dataFolder());
  expect(countLabels(train)).toEqual(set.perClass);
  expect(countLabels(tested)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
});
