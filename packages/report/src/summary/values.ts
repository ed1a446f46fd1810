import { seedName, type TrialRecord } from '@mcover/record';
import { gather, gatherCells } from './gather.ts';
import { numberOf } from './measures.ts';

type Seed = TrialRecord['spec']['seed'];
const inSeedOrder = (x: Seed, y: Seed) => x.root - y.root || (x.copy ?? 0) - (y.copy ?? 0);

/** A number of one trial. */
export interface Value {
  /** Name of its seed. */
  seed: string;
  value: number;
}

/** By the number of the trial. */
export type Values = readonly (Value | undefined)[];

/** The values of each cell, by its id. Of several root seeds or copies the first alone counts. */
export function valuesOf(records: readonly TrialRecord[], metric: string): Map<string, Values> {
  const families = gather(records, ({ spec: { seed } }) => seedName({ ...seed, trial: 0 }));
  const [first = []] = [...families.values()].sort(([x], [y]) => inSeedOrder(x.spec.seed, y.spec.seed));
  return new Map(
    [...gatherCells(first)].map(([cell, own]) => {
      const values: (Value | undefined)[] = [];
      for (const { spec, result } of own) {
        const value = numberOf(result?.[metric]);
        if (value !== undefined) values[spec.seed.trial] = { seed: seedName(spec.seed), value };
      }
      return [cell, values];
    }),
  );
}
