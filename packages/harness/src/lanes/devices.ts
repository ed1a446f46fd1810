import {
  chooseTraining,
  type DeviceInfo,
  type Finding,
  openAnnealing,
  openWebGpuTrainers,
  probe,
  takesMlp,
} from '@mcover/gpu';
import type { Registry } from '@mcover/models';
import type { TrialSpec } from '@mcover/record';
import { annealingLane } from './annealing.ts';
import type { Devices, Lane, LaneSetup } from './lane.ts';
import { starting } from './starting.ts';
import { trainingLane } from './training.ts';

/*
 * All that needs the package of the GPU, which is loaded by `gpu.ts` and by nothing else: it may not be installed.
 */

const setupOf = (threads: number, warn: (text: string) => void) =>
  ({ threads, starting, use: 'auto', now: () => performance.now(), warn }) as const;

/** Looks once for what the models of a command can be computed by, and says what was found. */
export async function findDevices(
  kinds: { annealing: boolean; training: boolean },
  threads: number,
  note: (text: string) => void,
): Promise<Devices> {
  const setup = setupOf(threads, note);
  const training = kinds.training ? await chooseTraining(setup) : undefined;
  if (training) note(`training on ${accountOf(training.findings)}`);
  const annealing = kinds.annealing ? await openAnnealing(setup) : undefined;
  if (annealing) note(`annealing on ${accountOf(annealing.findings)}`);
  const device = training?.device;
  return {
    takesTraining: device && ((spec, registry) => takesTraining(device, spec, registry)),
    lanes: (setup) => [
      // A batch is not looked into, and gives no weights.
      ...(annealing && !setup.trace && !setup.weights ? [annealingLane(annealing, setup.data)] : []),
      ...(device ? [trainingLane({ ...setup, open: openWebGpuTrainers })] : []),
    ],
    close: async () => annealing?.close(),
  };
}

/** Trains again what a GPU has trained. */
export function trainingAgain(setup: LaneSetup): Lane {
  return trainingLane({ ...setup, open: openWebGpuTrainers });
}

/** Whether a device takes a trial, which is then named after its arithmetic. */
export function takesTraining(device: DeviceInfo, spec: TrialSpec, registry: Registry): boolean {
  if (spec.uses || spec.params.rule) return false;
  const load = registry.model(spec.model).network?.(spec);
  return load !== undefined && takesMlp(device, load);
}

/** What there is here for annealing, for training and for the loops of gpu.js, and why: all ways, the one picked among them. */
export async function gpuFindings(threads: number): Promise<Record<string, readonly Finding[]>> {
  return { ...(await probe(setupOf(threads, () => {}))) };
}

/** What was picked and what was not: "processor (2 threads): there is no GPU [webgpu: …]". */
function accountOf(findings: readonly Finding[]): string {
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
