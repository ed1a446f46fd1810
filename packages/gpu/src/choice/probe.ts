import { openAnnealing } from './annealing.ts';
import { openLoops } from './loops.ts';
import type { Finding } from './select.ts';
import type { ChoiceSetup } from './setup.ts';
import { chooseTraining } from './training.ts';

/** What there is here for each kind of work, what would be picked, and why. */
export interface Probed {
  readonly annealing: readonly Finding[];
  readonly training: readonly Finding[];
  readonly loops: readonly Finding[];
}

/** Looks on every way to a device, times what it finds, and closes it all. */
export async function probe(setup: ChoiceSetup): Promise<Probed> {
  const annealing = await openAnnealing(setup);
  const training = await chooseTraining(setup);
  const loops = await openLoops(setup);
  await Promise.all([annealing.close(), loops.close()]);
  return { annealing: annealing.findings, training: training.findings, loops: loops.findings };
}
