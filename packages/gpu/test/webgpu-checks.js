import { openDevice } from '../dist/webgpu/index.js';
import { annealingChecks } from './webgpu-annealing.js';
import { faultChecks } from './webgpu-faults.js';
import { lawChecks, longLawChecks } from './webgpu-laws.js';
import { trainingChecks } from './webgpu-training.js';
import { trialChecks } from './webgpu-trials.js';

/**
 * All checks of WebGPU kernels, for a runtime that has it: a browser's page, or Node with the package webgpu, or Deno
 * (`deno run -A packages/gpu/test/webgpu-checks.js`), which run them all and print what came of it.
 */

export const suites = {
  annealing: annealingChecks,
  training: trainingChecks,
  trials: trialChecks,
  laws: { ...lawChecks, ...longLawChecks },
  faults: faultChecks,
};

let opened;

/** Runs one check on a device that they share. Gives nothing where it passes, else what is wrong. */
export async function run(suite, name) {
  opened ??= openDevice();
  try {
    const { device } = await opened;
    await suites[suite][name](device, async () => (await openDevice()).device);
    return undefined;
  } catch (error) {
    return String(error.stack ?? error);
  }
}

/** The device that they run on. */
export async function deviceName() {
  opened ??= openDevice();
  const { name, software } = await opened;
  return software ? `${name}, which imitates a GPU` : name;
}

async function main(only) {
  console.log(await deviceName());
  let failures = 0;
  for (const [suite, checks] of Object.entries(suites)) {
    for (const name of Object.keys(checks).filter((one) => !only || `${suite} ${one}`.includes(only))) {
      const began = performance.now();
      const wrong = await run(suite, name);
      if (wrong) failures++;
      console.log(
        `${wrong ? 'WRONG' : 'right'}  ${Math.round(performance.now() - began)} ms  ${suite}: ${name}`,
      );
      if (wrong) console.log(wrong);
    }
  }
  // Dawn's threads would keep the process.
  process.exit(failures > 0 ? 1 : 0);
}

const script = globalThis.process?.argv?.[1];
if (script && import.meta.url.endsWith(script.slice(script.lastIndexOf('/')))) await main(process.argv[2]);
