import { divergedKind, seedName, type TrialRecord, type Tuning } from '@mcover/record';
import { gather, gatherCells } from './gather.ts';
import { numberOf } from './measures.ts';

type Seed = TrialRecord['spec']['seed'];
type RootSeed = Tuning['seed'];
const inSeedOrder = (x: Seed, y: Seed) => x.root - y.root || (x.copy ?? 0) - (y.copy ?? 0);

/** The records of one root seed and copy. */
export function ofSeed(records: readonly TrialRecord[], { root, copy }: RootSeed): readonly TrialRecord[] {
  return records.filter(({ spec: { seed } }) => seed.root === root && seed.copy === copy);
}

/** A number of one trial. */
export interface Value {
  /** Name of its seed. */
  seed: string;
  value: number;
  /** Whether training has left the numbers, so that the value stands for none. */
  diverged: boolean;
}

/** By the number of the trial. */
export type Values = readonly (Value | undefined)[];

/**
 * The values of each cell, by its id. Of several root seeds or copies the first alone counts.
 *
 * @param diverged what a trial counts as that has left the numbers; not at all where it is not given.
 */
export function valuesOf(
  records: readonly TrialRecord[],
  metric: string,
  diverged?: number,
): Map<string, Values> {
  const families = gather(records, ({ spec: { seed } }) => seedName({ ...seed, trial: 0 }));
  const [first = []] = [...families.values()].sort(([x], [y]) => inSeedOrder(x.spec.seed, y.spec.seed));
  return new Map(
    [...gatherCells(first)].map(([cell, own]) => {
      const values: (Value | undefined)[] = [];
      for (const { spec, result, failure } of own) {
        const left = failure?.kind === divergedKind;
        const value = left ? diverged : numberOf(result?.[metric]);
        if (value !== undefined)
          values[spec.seed.trial] = { seed: seedName(spec.seed), value, diverged: left };
      }
      return [cell, values];
    }),
  );
}
