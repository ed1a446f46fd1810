import type { TrialRecord } from '@mcover/record';
import type { Experiment } from '../summary/experiment.ts';
import { gather } from '../summary/gather.ts';
import { printable } from '../summary/printable.ts';

/**
 * The commands that make these records, one a root seed and copy, and one an arithmetic where there are both. They ask for
 * as many trials as the records reach, since the profile's number may not have been the one used; a tuning has its own.
 */
export function commandsOf({ description, records }: Experiment, profile: string): string {
  const { command = ['run', 'FILE'] } = description;
  const start = ['mcover', ...command, '--profile', profile].map(quoted).join(' ');
  const bySeed = gather(records, ({ spec }) => seedOptions(spec).join(' '));
  const rootOf = (seed: string) => bySeed.get(seed)![0].spec.seed.root;
  const seeds = [...bySeed.keys()].sort((a, b) => rootOf(a) - rootOf(b) || (a < b ? -1 : 1));
  return seeds
    .flatMap((key) => {
      const seed = key === '' ? [] : [key];
      return runsOf(bySeed.get(key)!).map(({ engine, trials }) =>
        [start, ...engine, ...seed, ...(command[0] === 'tune' ? [] : [`--trials ${trials}`])].join(' '),
      );
    })
    .join('\n');
}

const seedOptions = ({ seed: { root, copy } }: TrialRecord['spec']): string[] => [
  ...(root === 1 ? [] : [`--seed ${root}`]),
  ...(copy === undefined ? [] : [`--copy ${copy}`]),
];

/** One argument for a shell, whatever it holds, in one line. */
function quoted(text: string): string {
  const argument = printable(text);
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** A run of one root seed: the option that sets its arithmetic, if any, and its trials of each cell. */
interface Run {
  engine: string[];
  trials: number;
}

/** What computes in an arithmetic, where `auto` would not. */
const engines: Readonly<Record<string, string>> = { f64: 'reference', blas: 'blas', gpu: 'gpu' };

/** Records without arithmetic are the same on any engine, and belong to every run. */
function runsOf(records: readonly TrialRecord[]): Run[] {
  const used = new Set(records.flatMap(({ spec }) => spec.arithmetic ?? []));
  const arithmetics = used.size > 0 ? [...used].sort() : [undefined];
  return arithmetics.map((arithmetic) => {
    const made = records.filter(({ spec }) => (spec.arithmetic ?? arithmetic) === arithmetic);
    return {
      engine: arithmetic !== undefined && engines[arithmetic] ? [`--engine ${engines[arithmetic]}`] : [],
      trials: 1 + made.reduce((most, { spec }) => Math.max(most, spec.seed.trial), 0),
    };
  });
}

/** Says so where a row of the table holds the trials of several root seeds. */
export function pooledNote({ groups }: Experiment): string | undefined {
  const rootsOf = groups.map(({ trials }) => new Set(trials.map(({ seed }) => Number(seed.split('/')[0]))));
  const pooled = new Set(rootsOf.filter(({ size }) => size > 1).flatMap((roots) => [...roots]));
  if (pooled.size === 0) return undefined;
  const sorted = [...pooled].sort((a, b) => a - b);
  return `Trials of the root seeds ${sorted.slice(0, -1).join(', ')} and ${sorted.at(-1)} are pooled.`;
}
