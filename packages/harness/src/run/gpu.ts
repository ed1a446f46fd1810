import { type ChoiceSetup, type Finding, probe } from '@mcover/gpu';

/** What `--engine gpu` and `mcover doctor` look for: a GPU that is faster than so many threads. */
export const gpuSetup = (threads: number, warn: (text: string) => void): ChoiceSetup => ({
  ...{ threads, use: 'auto', now: () => performance.now(), warn },
});

/** What there is here for annealing, for training and for the loops of gpu.js, and why. */
export async function gpuAccount(threads: number): Promise<string> {
  const { annealing, training, loops } = await probe(gpuSetup(threads, () => {}));
  const on = { annealing, training, loops };
  return Object.entries(on)
    .map(([work, findings]) => `${work} on ${accountOf(findings)}`)
    .join('; ');
}

/** What was picked and what was not: "processor (2 threads): there is no GPU [webgpu: …]". */
export function accountOf(findings: readonly Finding[]): string {
  const [chosen, others] = [true, false].map((picked) =>
    findings.filter((finding) => finding.picked === picked).map(described),
  );
  return `${chosen.join()}${others.length > 0 ? ` [${others.join('; ')}]` : ''}`;
}

function described({ way, device, reason }: Finding): string {
  if (device === undefined) return `${way}: ${reason}`;
  const { name, mostBytes } = device;
  const limit = mostBytes === undefined ? '' : `, arrays up to ${mostBytes / 2 ** 20} MiB`;
  return `${way} (${name}${limit}): ${reason}`;
}
