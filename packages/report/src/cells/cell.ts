import { canonical, cellId, type TrialRecord } from '@mcover/record';
import { labelsOf } from '../gate/label.ts';
import { gather } from '../summary/gather.ts';
import { type Group, groupsOf } from '../summary/group.ts';
import { parametersOf } from '../summary/parameters.ts';
import { type Summary, summarize } from '../summary/summary.ts';
import { type Described, inOrder, type Terms, termsOf } from '../summary/terms.ts';

/** The trials of one experiment that differ in the seed only, under a name of its own. */
export interface Cell {
  /** SHA-256 of the canonical specification without its seed: the same in every folder. */
  id: string;
  experiment: string;
  /** "M-cover, σ = 1.5": what tells it from the other cells of its experiment. */
  label: string;
  group: Group;
  summary: Summary;
  terms: Terms;
  /** In the order of their coming. */
  records: readonly TrialRecord[];
}

/**
 * The cells of some records, in the order of a report.
 *
 * @example
 * cellsOf({ records: [], descriptions: new Map() }); // []
 */
export function cellsOf({ records, descriptions }: Described): Cell[] {
  const experiments = gather(records, ({ experiment }) => experiment);
  return inOrder(experiments.keys(), descriptions).flatMap((experiment) => {
    const own = experiments.get(experiment)!;
    const terms = termsOf(own, descriptions.get(experiment));
    const members = gather(own, ({ spec }) => canonical([spec.method, parametersOf(spec)]));
    const cells = groupsOf(own, terms).map((group) => {
      const records = members.get(canonical([group.method, group.parameters]))!;
      return { id: cellId(records[0].spec), experiment, group, summary: summarize(group), terms, records };
    });
    const labels = labelsOf(cells.map((cell) => ({ ...cell, key: cell.id })));
    return cells.map((cell) => ({ ...cell, label: labels.get(cell.id)! }));
  });
}

/** What a program is told of a cell: what it is, and the statistics of its trials. */
export function cellJson({ id, experiment, label, group, summary, terms }: Cell): object {
  const { n, failed, mean, median, standardError, tInterval, bcaInterval, beside, shares } = summary;
  return {
    id,
    experiment,
    label,
    method: group.method,
    parameters: group.parameters,
    metric: terms.metric?.key,
    better: terms.metric?.better,
    n,
    failed,
    mean,
    standardError,
    tInterval,
    bcaInterval,
    median,
    means: Object.fromEntries(beside),
    shares: Object.fromEntries(shares),
  };
}
