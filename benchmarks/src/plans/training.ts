import { type Coupling, hiddenManifoldClasses } from '@mcover/core';
import { mlpProblem } from '@mcover/core/internals';
import { mlpOnDevice, openDevice } from '@mcover/gpu';
import { lookForGpu } from '../devices.ts';
import { seed } from '../problem.ts';
import type { Setting } from '../study.ts';
import { closing, type Plan, processor } from './plan.ts';

/** Gradient steps of the multilayer perceptron by every engine that trains it. */
export async function planTraining({ engines, short }: Setting): Promise<Plan> {
  const [widths, B] = short ? [[49, 32, 32, 10], 16] : [[784, 512, 512, 10], 64];
  const found = await lookForGpu('webgpu', async () => {
    const { device, name, software } = await openDevice();
    const info = {
      backend: 'webgpu' as const,
      kind: software ? ('software' as const) : ('gpu' as const),
      name,
    };
    return { info, device, close: async () => device.destroy() };
  });
  const plan: Plan = { timed: [], missing: [], close: closing([found]) };
  const data = hiddenManifoldClasses({ N: widths[0], D: 10, P: B, test: 1, classes: 10 }, seed).train;
  const batch = Int32Array.from({ length: B }, (_, mu) => mu);
  const knobs = { rate: 0.05, momentum: 0.9 };
  for (const M of [1, 5]) {
    const kernel = { kind: 'directed-ring', mu: 2, sigma: 1.5 } as const;
    const coupling: Coupling = { kind: 'routing', M, S: 10, kernel };
    const size = { widths, activation: 'relu', loss: 'sum', B, noise: 0.01, coupling, G: 8 } as const;
    const problem = mlpProblem(size, data, seed);
    const place = (subject: string) => ({
      series: 'training',
      subject,
      at: { widths: widths.join('-'), B, M },
      unit: 'step',
    });
    const push = (subject: string, step: () => Promise<number> | number) => {
      let loss = 0;
      const run = async () => {
        loss = await step();
      };
      const task = { name: `step by ${subject}, M = ${M}`, units: 1, run, outcome: () => loss };
      plan.timed.push({ task, place: place(subject) });
    };
    for (const engine of engines) {
      const trainer = engine.mlp(problem);
      push(`${engine.name}, one thread, ${processor}`, () => trainer.step(batch, knobs));
    }
    if ('reason' in found) plan.missing.push({ ...place(found.subject), reason: found.reason });
    else {
      const x = Float32Array.from({ length: B * widths[0] }, (_, at) => Math.sin(at));
      const patterns = { N: widths[0], P: B, x, labels: new Uint8Array(B) };
      const trainer = await mlpOnDevice(found.device.device, { ...problem, patterns });
      push(found.subject, () => trainer.step(batch, knobs));
    }
  }
  return plan;
}
