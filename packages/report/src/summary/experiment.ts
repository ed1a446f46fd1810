import type { TrialRecord } from '@mcover/record';
import { type CatalogueEntry, catalogued, compareExperiments } from './catalogue.ts';
import { type Comparison, comparisonsOf } from './comparison.ts';
import { gather } from './gather.ts';
import { type Group, groupsOf } from './group.ts';
import { type Metric, metricOf } from './metric.ts';
import { isSynthetic } from './synthetic.ts';
import { type View, viewOf } from './view.ts';

/** All that a report says about one experiment. */
export interface Experiment {
  id: string;
  /** Heads every table, figure and section: made from SYNTHETIC data, it says so. */
  title: string;
  /** Absent where the experiment is not one of the paper's. */
  entry?: CatalogueEntry;
  /** Absent where no trial finished. */
  metric?: Metric;
  groups: Group[];
  view: View;
  comparisons: Comparison[];
  records: TrialRecord[];
}

/** The experiments that the records belong to. */
export function experimentsOf(records: readonly TrialRecord[]): Experiment[] {
  const byId = gather(records, (record) => record.experiment);
  return [...byId.keys()].sort(compareExperiments).map((id) => experimentOf(id, byId.get(id)!));
}

function experimentOf(id: string, records: TrialRecord[]): Experiment {
  const metric = metricOf(records);
  const entry = catalogued(id);
  const groups = groupsOf(records, metric, entry);
  const view = viewOf(groups, entry?.view);
  const comparisons = comparisonsOf(view);
  const title = `${isSynthetic(records) ? 'SYNTHETIC data: ' : ''}${entry?.title ?? id}`;
  return {
    id,
    title,
    ...(entry && { entry }),
    ...(metric && { metric }),
    groups,
    view,
    comparisons,
    records,
  };
}
