import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ClassTask, type ImageSplit, referenceEngine } from '@mcover/core';
import { builtIn, digestOf, filled, findDataSet } from '@mcover/models';
import type { TrialSpec } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, test } from 'vitest';
import { toBuffers } from '../dist/data/buffers.js';
import { dataFolder } from '../dist/data/folder.js';
import { loadImages } from '../dist/data/load.js';
import { loadData } from '../dist/data/share.js';
import { runTrial } from '../dist/lanes/worker.js';
import { dataSetOf, isHere, place, smallFiles } from './data-support.ts';
import { temporary, tinyMlp, trials } from './support.ts';

const params = { widths: [784, 8, 10], P: 500 };
const model = builtIn.model('mlp');
const spec = (data: object, change: object = {}): TrialSpec => ({
  model: model.name,
  data: data as TrialSpec['data'],
  ...filled(model, { ...params, ...change }),
  seed: { root: 1, trial: 2 },
});
const checkTask = (of: TrialSpec) => model.check(of, 'reference');
const taskOf = (of: TrialSpec, images?: ImageSplit) => model.task(of, images) as ClassTask;
const named = (name: string) => ({ name, sha256: digestOf(findDataSet(name)!) });
const generated = { name: 'hidden-manifold', D: 5, test: 30 };

/** The small data set of the tests under the name of MNIST, its images in shared memory. */
function small(): { images: ImageSplit; data: object } {
  const files = smallFiles();
  const set = dataSetOf(files);
  const folder = temporary();
  place(folder, set, files);
  return { images: loadImages(set, folder), data: { name: 'mnist', sha256: digestOf(set) } };
}

describe('the task of all classes', () => {
  test.each([
    ['another number of inputs', { widths: [783, 8, 10] }, 'widths/0: 783 inputs, but an image has 28 × 28'],
    ['more images than there are', { P: 60_001 }, 'P: 60001 training images; there are 60000'],
  ])('%s: refused with and without the files', (_, wrong, message) => {
    const check = (data: object) => () => checkTask(spec(data, wrong));
    for (const name of ['mnist', 'fashion-mnist'] as const) {
      expect(check(named(name))).toThrow(message);
      expect(check({ ...generated, insteadOf: name })).toThrow(message);
    }
    expect(check(generated)).not.toThrow();
    expect(() => checkTask(spec(named('mnist'), { P: 60_000 }))).not.toThrow();
  });

  test('fewer logits than classes', () => {
    for (const data of [generated, named('mnist')]) {
      const check = () => checkTask(spec(data, { widths: [784, 9] }));
      expect(check).toThrow('widths/1: 9 logits; 10 classes need as many');
    }
  });

  test('more generated patterns than memory holds; images stay where they are', () => {
    const wrong = { widths: [10_000, 10], P: 60_000 };
    expect(() => checkTask(spec(generated, wrong))).toThrow(
      'P: 60000 patterns take 4·N·P = 2400000000 bytes, over 2147483648; take fewer patterns P or inputs N',
    );
  });

  test('of generated data has the sizes that the specification says', () => {
    const { train, test: tested } = taskOf(spec(generated, { widths: [20, 10], P: 40 }));
    expect([train.N, train.P, tested.P]).toEqual([20, 40, 30]);
    expect(Math.max(...train.labels, ...tested.labels)).toBeLessThan(10);
  });

  test('of images has the inputs (pixel/255 − mean)/deviation of its data set', () => {
    const { images, data } = small();
    const brightness = { 'fashion-mnist': [0.286, 0.353], mnist: [0.1307, 0.3081] };
    for (const [name, [mean, deviation]] of Object.entries(brightness)) {
      const made = taskOf(spec({ ...data, name }, { widths: [6, 10], P: 4 }), images).test;
      const x = new Float64Array(6);
      made.inputs(1, x, 0);
      const pixels = [...images.test.pixels.subarray(6, 12)];
      expect([...x]).toEqual(pixels.map((pixel) => Math.fround((pixel / 255 - mean) / deviation)));
      expect([...made.labels]).toEqual([0, 1, 0, 1]);
    }
    expect(() => taskOf(spec(data))).toThrow('the images of mnist were not handed to the trial');
    const other = spec(data, { widths: [7, 10], P: 4 });
    expect(() => taskOf(other, images)).toThrow('widths/0: 7 inputs, but an image has 3 × 2 = 6 pixels');
  });

  test('of images reads them where they lie', () => {
    const { images, data } = small();
    const made = taskOf(spec(data, { widths: [6, 10], P: 6 }), images);
    images.train.pixels.fill(255);
    images.test.pixels.fill(255);
    const x = new Float64Array(6);
    for (const part of [made.train, made.test]) {
      part.inputs(0, x, 0);
      expect([...x]).toEqual(Array(6).fill(Math.fround((1 - 0.1307) / 0.3081)));
    }
  });
});

// Numbers by numpy: (x/255).mean() and .std() of the training images.
test.each([
  ['mnist', 0.1306604762738429, 0.30810780385646264],
  ['fashion-mnist', 0.2860405969887955, 0.35302424451492254],
])('the brightness of %s is that of its files', (name, mean, deviation) => {
  const set = findDataSet(name)!;
  expect(set.brightness.mean).toBeCloseTo(mean, 4);
  expect(set.brightness.deviation).toBeCloseTo(deviation, 4);
  if (!isHere(name)) return;
  const { train } = loadData([{ data: named(set.name) }], dataFolder()).get(name)!;
  let [sum, squares] = [0, 0];
  for (const pixel of train.pixels) {
    sum += pixel;
    squares += pixel * pixel;
  }
  const count = train.pixels.length;
  expect(sum / count / 255).toBeCloseTo(mean, 12);
  expect(Math.sqrt(squares / count - (sum / count) ** 2) / 255).toBeCloseTo(deviation, 12);
});

describe('a trial', () => {
  const outcomesOf = (planned: ReturnType<typeof trials>) =>
    Promise.all(planned.map(async ({ spec, engine }) => (await runTrial({ spec, engine })).outcome));

  test.each([referenceEngine, wasmEngine])(
    'of each method runs on engine $name, and again the same',
    async (engine) => {
      for (const { spec } of trials(tinyMlp, { engine })) {
        const answer = await runTrial({ spec, engine: engine.name });
        expect(answer).toMatchObject({ outcome: { result: { epochs: 2 } }, engine: engine.name });
        expect((await runTrial({ spec, engine: engine.name })).outcome).toEqual(answer.outcome);
      }
    },
  );

  test('of M-cover with one cover, and of one independent copy, is SGD', async () => {
    const methods = ['sgd', 'mcover', 'independent', 'rsgd'].map((method) => ({ method }));
    const one = { ...tinyMlp, params: { ...tinyMlp.params, M: 1 }, methods, trials: 1 };
    const outcomes = await outcomesOf(trials(one));
    expect(outcomes).toHaveLength(4);
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
  });

  test('of M-cover with the identity kernel is that of independent copies', async () => {
    const methods = [
      { method: 'mcover', params: { kernel: { kind: 'identity' } } },
      { method: 'independent' },
    ];
    const [a, b] = await outcomesOf(trials({ ...tinyMlp, methods, trials: 1 }, { engine: wasmEngine }));
    expect(a).toHaveProperty('result.testError');
    expect(a).toEqual(b);
  });

  const training = { activation: 'tanh', B: 3, epochs: 80, rate: 0.1, momentum: 0.9, noise: 0.01 };
  const handed = async (change = {}) => {
    const { images, data } = small();
    const learned = spec(data, { widths: [6, 8, 10], P: 6, ...training, ...change });
    const answer = await runTrial({ spec: learned, engine: 'reference', loaded: toBuffers(images) });
    return answer.outcome;
  };

  test('learns the images that it is handed', async () => {
    expect(await handed()).toEqual({ result: { testError: expect.any(Number), trainError: 0, epochs: 80 } });
    expect(await handed({ epochs: 1 })).toMatchObject({ result: { trainError: expect.not.closeTo(0) } });
  });

  test('that diverges fails, and says so', async () => {
    const diverging = { activation: 'relu', rate: 1e200, epochs: 20 };
    expect(await handed(diverging)).toMatchObject({
      failure: {
        kind: 'Diverged',
        message: expect.stringMatching(/^the loss became .*: training diverges at rate 1e\+200; lower it$/),
      },
    });
  });
});

describe('a plan', () => {
  const seconds = (change: object, engine = 'wasm') => {
    const full = spec(named('mnist'), {
      widths: [784, 512, 512, 10],
      P: 60_000,
      B: 256,
      epochs: 40,
      activation: 'relu',
      M: 5,
      G: 8,
      kernel: { kind: 'uniform' },
      ...change,
    });
    return builtIn.seconds(full, engine);
  };

  test('takes time with epochs, patterns, covers and the products of the layers', () => {
    // 9400 steps of 85 ms on two servers of 2023, within a factor of two.
    expect(seconds({}) / (9400 * 0.085)).toBeGreaterThan(0.5);
    expect(seconds({}) / (9400 * 0.085)).toBeLessThan(2);
    for (const change of [{ epochs: 80 }, { P: 120_000 }]) {
      expect(seconds(change) / seconds({})).toBeCloseTo(2, 1);
    }
    // Mixing takes M² entries a message.
    const [one, five, fifteen] = [1, 5, 15].map((M) => seconds({ M }));
    expect(five / one).toBeGreaterThan(5);
    expect(fifteen / five).toBeGreaterThan(3);
    expect(seconds({ kernel: { kind: 'identity' } })).toBeLessThan(five);
    // 10⁶ permutations of 5 covers for each of 8 · 1034 mixers.
    expect(seconds({ S: 1e6 }) - seconds({})).toBeGreaterThan(1000);
    expect(seconds({ S: 1e6, mixing: 'marginal' }) / seconds({})).toBeCloseTo(1, 3);
    expect(seconds({}, 'reference')).toBeGreaterThan(20 * five);
  });

  test('refuses a network that is too large for WebAssembly, and leaves it to the plain engine', () => {
    const widths = [784, 20_000, 20_000, 10];
    const large = { ...tinyMlp, data: { name: 'mnist' }, params: { widths, M: 5 } };
    expect(() => trials(large, { engine: wasmEngine })).toThrow(
      /params\/widths: the problem takes \d{10} bytes of memory, more than the 4294967296 .*--engine reference$/,
    );
    expect(() => trials(large)).not.toThrow();
  });

  test('refuses more blocks than a layer has inputs', () => {
    const params = { ...tinyMlp.params, G: 7 };
    expect(() => trials({ ...tinyMlp, params })).toThrow('params/G: 7 blocks of 6 inputs; take at most 6');
  });
});

test('threads share the images: three of them hold no three copies', () => {
  const fixture = fileURLToPath(new URL('peak-memory.mjs', import.meta.url));
  const peak = (threads: number) => Number(execFileSync(process.execPath, [fixture, `${threads}`]));
  const pixels = 60_000 * 784;
  expect(peak(1)).toBeGreaterThan(pixels);
  // A thread, its WebAssembly and the schemas take some 35 MB; two copies would take 94 MB more, as singles 376 MB.
  expect(peak(3) - peak(1)).toBeLessThan(2.5 * pixels);
});
