import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TrialRecord } from '@mcover/record';
import { mean, pairedPermutationTest, standardError, welchOf, welchTest } from '@mcover/report';
import { afterAll, describe, expect, it } from 'vitest';

/**
 * The numbers of an independent prototype of the method (C++ for the perceptron, PyTorch for the others), mean and half
 * width of the 95 % interval over its trials, against this program's at the same settings.
 */

const mcover = fileURLToPath(new URL('../packages/mcover/bin/mcover.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mcover-numbers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs an experiment and gives its finished records. */
function run(experiment: { id: string } & Record<string, unknown>, ...options: string[]): TrialRecord[] {
  const file = join(folder, `${experiment.id}.json`);
  writeFileSync(file, JSON.stringify({ ...experiment, profiles: { full: {} } }));
  const args = [mcover, 'run', file, '--profile', 'full', '--out', folder, ...options];
  execFileSync(process.execPath, args, { stdio: 'pipe' });
  const lines = readFileSync(join(folder, 'results/full', `${experiment.id}.ndjson`), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line)).sort((a, b) => a.spec.seed.trial - b.spec.seed.trial);
}

const errors = (
  records: readonly TrialRecord[],
  key: string,
  method: string,
  chosen = (_: TrialRecord) => true,
) =>
  records
    .filter((record) => record.spec.method === method && chosen(record))
    .map((record) => record.result?.[key] as number);

/** p of Welch's test of a sample against a published mean with the half width of its 95 % interval. */
function againstPrototype(
  sample: readonly number[],
  prototype: { mean: number; half: number; n: number },
): number {
  const own = { mean: mean(sample), error: standardError(sample), degrees: sample.length - 1 };
  return welchOf(own, { mean: prototype.mean, error: prototype.half / 1.96, degrees: prototype.n - 1 }).p;
}

const perceptron = {
  model: 'perceptron',
  data: { name: 'teacher-student' },
  params: { N: 1000, alpha: 1.58, M: 3, S: 10, kernel: { kind: 'directed-ring', mu: 2, sigma: 3 } },
  methods: [{ method: 'vanilla' }, { method: 'rsa' }, { method: 'mcover' }],
};

describe('the perceptron is not significantly different from the prototype (Welch, p > .001)', () => {
  it('at 391 temperatures, 40 trials a method', () => {
    const params = { ...perceptron.params, schedule: { step: 1e-3 } };
    const records = run({ id: 'short', ...perceptron, params, trials: 40 });
    for (const [method, prototype] of Object.entries({
      vanilla: { mean: 0.221, half: 0.006, n: 40 },
      rsa: { mean: 0.134, half: 0.021, n: 40 },
      mcover: { mean: 0.105, half: 0.022, n: 40 },
    })) {
      expect(againstPrototype(errors(records, 'generalizationError', method), prototype)).toBeGreaterThan(
        0.001,
      );
    }
  });

  it('at all 3901, 20 trials a method', () => {
    const records = run({ id: 'full', ...perceptron, trials: 20 });
    for (const [method, prototype] of Object.entries({
      vanilla: { mean: 0.2055, half: 0.0034, n: 140 },
      rsa: { mean: 0.067, half: 0.014, n: 140 },
      mcover: { mean: 0.055, half: 0.016, n: 100 },
    })) {
      expect(againstPrototype(errors(records, 'generalizationError', method), prototype)).toBeGreaterThan(
        0.001,
      );
    }
  });
});

describe.runIf(process.env.MCOVER_DATA_DIR)('the committee machine on Fashion-MNIST', () => {
  it('has the prototype’s errors, 40 trials a method, and their order is significant in pairs', () => {
    const records = run(
      {
        id: 'committee',
        model: 'committee',
        data: { name: 'fashion-mnist' },
        params: { P: 500, K: 9, M: 4, S: 10, kernel: { kind: 'uniform' } },
        methods: [{ method: 'sgd' }, { method: 'rsgd' }, { method: 'mcover' }],
        trials: 40,
      },
      '--require-data',
    );
    const [sgd, rsgd, routed] = ['sgd', 'rsgd', 'mcover'].map((method) =>
      errors(records, 'testError', method),
    );
    for (const [sample, low, high] of [
      [sgd, 0.074, 0.083],
      [rsgd, 0.069, 0.076],
      [routed, 0.06, 0.066],
    ] as const) {
      expect(mean(sample)).toBeGreaterThan(low);
      expect(mean(sample)).toBeLessThan(high);
    }
    expect(pairedPermutationTest(rsgd, sgd)).toBeLessThan(0.01);
    expect(pairedPermutationTest(routed, rsgd)).toBeLessThan(0.01);
  });
});

describe.runIf(process.env.MCOVER_DATA_DIR)('the multilayer perceptron on MNIST', () => {
  const ring = { kind: 'directed-ring', mu: 2, sigma: 1.5 } as const;

  it('has the prototype’s errors on 10 000 images, with all controls, 5 seeds each', () => {
    const noise = 0.01 / Math.sqrt(5);
    const records = run(
      {
        id: 'mlp-10000',
        model: 'mlp',
        data: { name: 'mnist' },
        params: { P: 10_000, epochs: 10, M: 5, S: 10, G: 8, kernel: ring },
        methods: [
          ...[{ method: 'sgd' }, { method: 'sgd', params: { noise } }],
          ...[{ method: 'mcover' }, { method: 'mcover', params: { S: 1 } }, { method: 'independent' }],
        ],
        trials: 5,
      },
      '--require-data',
    );
    const sample = (method: string, params: Record<string, unknown> = {}) =>
      errors(records, 'testError', method, ({ spec }) =>
        Object.entries(params).every(([name, value]) => spec.params[name] === value),
      );
    for (const [found, prototype] of [
      [sample('sgd', { noise: 0.01 }), { mean: 0.0443, half: 0.0016, n: 5 }],
      [sample('mcover', { S: 10 }), { mean: 0.0438, half: 0.0021, n: 5 }],
      [sample('sgd', { noise }), { mean: 0.0439, half: 0.002, n: 5 }],
    ] as const) {
      expect(found).toHaveLength(5);
      expect(againstPrototype(found, prototype)).toBeGreaterThan(0.001);
    }
    // Of these the prototype has two seeds each, to three decimals.
    expect(welchTest(sample('independent'), [0.053, 0.049]).p).toBeGreaterThan(0.001);
    expect(welchTest(sample('mcover', { S: 1 }), [0.053, 0.053]).p).toBeGreaterThan(0.001);
  });

  it('is within [.0145, .0175] on 60 000 images, 15 epochs, 3 seeds', () => {
    const records = run(
      {
        id: 'mlp',
        model: 'mlp',
        data: { name: 'mnist' },
        params: { epochs: 15, M: 5, S: 10, G: 8, kernel: ring },
        methods: [{ method: 'sgd' }, { method: 'mcover' }],
        trials: 3,
      },
      '--require-data',
    );
    for (const method of ['sgd', 'mcover']) {
      const sample = errors(records, 'testError', method);
      expect(sample).toHaveLength(3);
      expect(mean(sample)).toBeGreaterThan(0.0145);
      expect(mean(sample)).toBeLessThan(0.0175);
    }
  });
});
