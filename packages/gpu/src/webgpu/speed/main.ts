import { parseArgs } from 'node:util';
import { openDevice } from '../device.ts';
import { annealingSpeed, methods } from './annealing.ts';
import { trainingSpeed } from './training.ts';

/**
 * How fast the device of this runtime is, at the paper's sizes, a line of JSON for each measurement:
 *
 *     node packages/gpu/dist/webgpu/speed/main.js [--short] [--trials n]
 *     deno run -A packages/gpu/dist/webgpu/speed/main.js [--short] [--trials n]
 *
 * `--short` sees that it works, on a program that imitates a GPU.
 */
async function main(args: readonly string[]): Promise<void> {
  const options = { short: { type: 'boolean', default: false }, trials: { type: 'string' } } as const;
  const { short, trials: count } = parseArgs({ args: [...args], options }).values;
  const trials = count === undefined ? (short ? 4 : 512) : Number(count);
  const { device, name, software, source } = await openDevice();
  const now = () => performance.now();
  const print = (line: object) => console.log(JSON.stringify({ device: name, software, source, ...line }));

  for (const method of Object.keys(methods) as (keyof typeof methods)[]) {
    const at = { method, N: short ? 51 : 1000, trials, step: short ? 0.01 : 1e-4 };
    print({ loop: 'annealing', ...at, ...(await annealingSpeed(device, at, now)) });
  }
  for (const M of [1, 5]) {
    const widths = short ? [49, 8, 8, 10] : [784, 512, 512, 10];
    const at = { widths, M, P: short ? 256 : 60_000, epochs: short ? 1 : 3 };
    print({ loop: 'training', ...at, ...(await trainingSpeed(device, at, now)) });
  }
  // Dawn's threads would keep the process.
  process.exit();
}

await main(process.argv.slice(2));
