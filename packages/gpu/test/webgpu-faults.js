import { guarded } from '../dist/webgpu/fault.js';
import { batchedAnnealer, mlpOnDevice } from '../dist/webgpu/index.js';
import { problem } from './webgpu-annealing.js';
import { demand, refusal } from './webgpu-support.js';
import { trainingProblem } from './webgpu-training.js';

/** Devices that fail, each opened for this. Runs wherever there is one: webgpu.test.ts. */

const lost = (error, what) =>
  demand(error.fault === 'lost' && /was lost/.test(error.message), `${what}: ${error}`);

export const faultChecks = {
  'a device that is lost in mid-run ends the sweeps': async (_, open) => {
    const device = await open();
    const annealer = await batchedAnnealer(device, [problem({ N: 60, P: 100 })]);
    setTimeout(() => device.destroy(), 50);
    lost(await refusal(() => annealer.sweep(new Float64Array(1e5).fill(0.1))), 'sweep');
    lost(await refusal(() => annealer.weights()), 'weights');
    lost(await refusal(() => annealer.energies()), 'energies');
  },
  // A runtime may not know yet that its device is lost: no number comes from it all the same.
  'a device that was lost before is refused': async (_, open) => {
    const device = await open();
    device.destroy();
    const anneal = async () => (await batchedAnnealer(device, [problem({ N: 5, P: 7 })])).energies();
    lost(await refusal(anneal), 'annealer');
    const train = async () => (await mlpOnDevice(device, trainingProblem({ widths: [3, 2] }))).weights();
    lost(await refusal(train), 'trainer');
  },
  'a device that is lost between steps ends the training': async (_, open) => {
    const device = await open();
    const trainer = await mlpOnDevice(device, trainingProblem({ widths: [3, 2] }));
    const batch = Int32Array.of(0, 1, 2);
    await trainer.step(batch, { rate: 0.1, momentum: 0 });
    device.destroy();
    lost(await refusal(() => trainer.step(batch, { rate: 0.1, momentum: 0 })), 'step');
    lost(await refusal(() => trainer.weights()), 'weights');
  },
  'a kernel that does not compile is refused, by what the compiler says': async (device) => {
    const code = '@compute @workgroup_size(1) fn main() { let x: u32 = 1.5; }';
    const error = await refusal(() => guarded(device, 'a test', () => device.createShaderModule({ code })));
    demand(error.fault === 'refused' && /a test: .*u32/s.test(error.message), error.message);
  },
  'a call that the device finds wrong is refused': async (device) => {
    const error = await refusal(() =>
      guarded(device, 'a test', () => device.createBuffer({ size: 4, usage: 0 })),
    );
    demand(error.fault === 'refused', error.message);
  },
  'faults of one caller are not those of another': async (device) => {
    const wrong = guarded(device, 'a test', () => device.createBuffer({ size: 4, usage: 0 }));
    const right = guarded(device, 'a test', () => 5);
    demand((await refusal(() => wrong)).fault === 'refused', 'the wrong call');
    demand((await right) === 5, 'the right call');
  },
};
