import { builtIn, filled } from '@mcover/models';
import { describe, expect, it } from 'vitest';
import { runTrial } from '../../packages/harness/dist/lanes/worker.js';
import { findChromium, runInChromium } from './chromium.mjs';

/** The module of a thread in a module Worker of headless Chromium: test/runtimes compares whole profiles. */

const executable = findChromium();

const small: Record<string, [data: { name: string }, params: Record<string, unknown>]> = {
  perceptron: [{ name: 'teacher-student' }, { N: 21, alpha: 1.5, schedule: { step: 0.1, to: 0.1 } }],
  committee: [images(), { N: 12, K: 3, P: 20, epochs: 3 }],
  'perceptron-patterns': [images(), { N: 12, P: 8, schedule: { step: 0.1, to: 0.1 } }],
  'binary-committee': [images(), { N: 12, K: 3, P: 20, schedule: { step: 0.1, to: 0.1 } }],
  mlp: [images(), { widths: [12, 8, 10], P: 20, B: 5, epochs: 2, G: 2 }],
  'perceptron-pair': [
    { name: 'teacher-student' },
    { N: 21, alpha: 1.5, schedule: { step: 0.1, to: 0.1 }, orders: 2, pathSteps: 3 },
  ],
  'perceptron-patterns-pair': [
    images(),
    { N: 12, P: 8, schedule: { step: 0.1, to: 0.1 }, orders: 2, pathSteps: 3 },
  ],
  'committee-pair': [images(), { N: 12, K: 3, P: 20, epochs: 3, levels: 2 }],
  'committee-solution': [images(), { N: 12, K: 3, P: 20, epochs: 3 }],
  'mlp-pair': [
    images(),
    { widths: [12, 8, 10], P: 20, B: 5, epochs: 2, G: 2, levels: 2, sigmas: [0, 0.2], draws: 2 },
  ],
};

function images() {
  return { name: 'hidden-manifold', D: 3, test: 20 };
}

describe.skipIf(!executable)('in Chromium', () => {
  it('a trial of every model ends as it does here', async () => {
    const routing = { M: 3, S: 2, kernel: { kind: 'uniform' } };
    const assignments = builtIn.models.map((model) => {
      const [data, params] = small[model.name];
      const spec = {
        model: model.name,
        data,
        ...filled(model, { ...params, ...routing }, 'mcover'),
        seed: { root: 1, trial: 0 },
      };
      return { spec, engine: builtIn.engineFor(spec, 'wasm') };
    });
    const { answers } = await runInChromium(executable ?? '', assignments);
    const here = await Promise.all(assignments.map(async (one) => (await runTrial(one)).outcome));
    expect(here.every((outcome) => 'result' in outcome)).toBe(true);
    expect(answers.map(({ outcome }) => outcome)).toEqual(here);
    expect(answers.map(({ engine }) => engine)).toEqual(assignments.map(({ engine }) => engine));
  });
});
