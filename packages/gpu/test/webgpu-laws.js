import { annealingLaws } from '../../laws/dist/engine/annealing.js';
import { mlpLaws } from '../../laws/dist/engine/mlp-laws.js';
import { batchedAnnealer, mlpOnDevice } from '../dist/webgpu/index.js';

/** The laws of engines, for a device as the one engine. Runs wherever there is a device: webgpu.test.ts. */

/** A device as an engine that computes one problem at a time. What it makes is destroyed by `end`. */
function engineOf(device) {
  const made = [];
  return {
    name: 'webgpu',
    arithmetic: 'gpu',
    activations: ['relu'],
    async annealer(problem) {
      const batch = await batchedAnnealer(device, [problem]);
      made.push(batch);
      return {
        sweep: (temperature) => batch.sweep([temperature]),
        weights: async () => (await batch.weights())[0],
        energy: async () => (await batch.energies())[0],
      };
    },
    async mlp(problem) {
      const { N, P, labels, x } = problem.patterns;
      const trainer = await mlpOnDevice(device, { ...problem, patterns: { N, P, labels, x } });
      made.push(trainer);
      return trainer;
    },
    end() {
      for (const one of made) one.destroy();
    },
  };
}

const checksOf = (laws) =>
  Object.fromEntries(
    laws
      .filter(({ meant }) => meant?.({ engine: engineOf() }) ?? true)
      .map(({ title, check }) => [
        title,
        async (device) => {
          const engine = engineOf(device);
          await check({ engine });
          engine.end();
        },
      ]),
  );

const laws = [...annealingLaws, ...mlpLaws];

export const lawChecks = checksOf(laws.filter(({ long }) => !long));

/** Laws that take minutes where a GPU is imitated. */
export const longLawChecks = checksOf(laws.filter(({ long }) => long));
