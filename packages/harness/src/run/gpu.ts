import { type ChoiceSetup, type Finding, openAnnealing, openLoops } from '@mcover/gpu';

/** What `--engine gpu` and `mcover doctor` look for: a GPU that is faster than so many threads. */
export const gpuSetup = (threads: number, warn: (text: string) => void): ChoiceSetup => ({
  ...{ threads, use: 'auto', now: () => performance.now(), warn },
});

/** What there is here to anneal, and to compute the loops of gpu.js, and why. */
export async function gpuAccount(threads: number): Promise<string> {
  const setup = gpuSetup(threads, () => {});
  const annealing = await openAnnealing(setup);
  const loops = await openLoops(setup);
  await Promise.all([annealing.close(), loops.close()]);
  return `annealing on ${accountOf(annealing.findings)}; loops on ${accountOf(loops.findings)}`;
}

/** What was picked and what was not: "processor (2 threads): there is no GPU [webgpu: …]". */
export function accountOf(findings: readonly Finding[]): string {
  const [chosen, others] = [true, false].map((picked) =>
    findings.filter((finding) => finding.picked === picked).map(described),
  );
  return `${chosen.join()}${others.length > 0 ? ` [${others.join('; ')}]` : ''}`;
}

const described = ({ way, device, reason }: Finding): string =>
  `${way}${device ? ` (${device.name})` : ''}: ${reason}`;
