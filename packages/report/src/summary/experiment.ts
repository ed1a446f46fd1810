import type { TrialRecord } from '@mcover/record';
import { type Comparison, comparisonsOf } from './comparison.ts';
import { gather } from './gather.ts';
import { type Group, groupsOf } from './group.ts';
import { type Scatter, scattersOf } from './scatter.ts';
import { isSynthetic } from './synthetic.ts';
import { type Described, inOrder, type Terms, termsOf } from './terms.ts';
import { type View, viewOf } from './view.ts';

/** All that a report says about one experiment. */
export interface Experiment extends Terms {
  id: string;
  /** Heads every table, figure and section: made from SYNTHETIC data, it says so. */
  title: string;
  groups: Group[];
  view: View;
  comparisons: Comparison[];
  scatters: Scatter[];
  records: TrialRecord[];
}

/** The experiments that the records belong to, in the order of a report. */
export function experimentsOf({ records, descriptions, covariates }: Described): Experiment[] {
  const byId = gather(records, (record) => record.experiment);
  return inOrder(byId.keys(), descriptions).map((id) => {
    const own = byId.get(id)!;
    return experimentOf(id, own, termsOf(own, descriptions.get(id), covariates));
  });
}

function experimentOf(id: string, records: TrialRecord[], terms: Terms): Experiment {
  const groups = groupsOf(records, terms);
  const view = viewOf(groups, terms);
  const title = `${isSynthetic(records) ? 'SYNTHETIC data: ' : ''}${terms.description.title ?? id}`;
  const [comparisons, scatters] = [comparisonsOf(view, terms), scattersOf(view, groups, terms)];
  return { ...terms, id, title, groups, view, comparisons, scatters, records };
}
