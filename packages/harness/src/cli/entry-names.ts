import type { TrialSpec } from '@mcover/record';
import type { Value } from '@mcover/report';
import { beginning } from '../error.ts';
import type { Job } from '../job.ts';
import { trialsByCell } from '../plan/trials.ts';

/** An entry of a space: its method, what it tunes, and the parameters of its first candidate. */
interface Entry {
  method: string;
  tuned: readonly string[];
  parameters: Readonly<Record<string, Value>>;
}

/** Characters of a value in a table: of a longer one it has the beginning. */
export const longestValue = 50;

/**
 * What the entries of all spaces of a job are called, in the order of their races: of entries of one method, with the fixed
 * parameters in which they differ, and by their places where there are none.
 */
export async function entryNames({
  wanted,
  descriptions,
}: Pick<Job, 'wanted' | 'descriptions'>): Promise<string[]> {
  // Loaded only here: it brings the plotting library.
  const { parametersOf } = await import('@mcover/report');
  return [...wanted].flatMap(([experiment, trials]) => {
    const cells = trialsByCell(trials);
    const parametersOfCell = (cell: string): Entry['parameters'] => {
      const spec: TrialSpec = cells.get(cell)![0].spec;
      return parametersOf(spec);
    };
    const entries = descriptions.get(experiment)!.tune!.entries.map(({ method, candidates: [first] }) => {
      return { method, tuned: Object.keys(first.chosen), parameters: parametersOfCell(first.cell) };
    });
    return numbered(entries.map((entry) => nameOf(entry, entries)));
  });
}

function nameOf(entry: Entry, entries: readonly Entry[]): string {
  const others = entries.filter((one) => one !== entry && one.method === entry.method);
  const differing = Object.entries(entry.parameters).filter(
    ([path, value]) =>
      !isTuned(entry, path) &&
      others.some((other) => isTuned(other, path) || other.parameters[path] !== value),
  );
  const fixed = differing.map(([path, value]) => ` ${path}=${beginning(String(value), longestValue)}`);
  return entry.method + fixed.join('');
}

/** What is tuned may be a part of a parameter, or have parts. */
function isTuned({ tuned }: Entry, path: string): boolean {
  return tuned.some((one) => one === path || path.startsWith(`${one}.`));
}

function numbered(names: readonly string[]): string[] {
  return names.map((name, place) => {
    if (names.filter((one) => one === name).length === 1) return name;
    return `${name} (${names.slice(0, place + 1).filter((one) => one === name).length})`;
  });
}
