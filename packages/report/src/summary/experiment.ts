import type { TrialRecord } from '@mcover/record';
import { type Claimed, claimsOf } from './claims.ts';
import { type Comparison, comparisonsOf, winnerComparisonsOf } from './comparison.ts';
import { gather } from './gather.ts';
import { type Group, groupsOf } from './group.ts';
import { type CellRace, cellRaces, countedRecords, type Judgement, judgementOf } from './races.ts';
import { type Scatter, scattersOf } from './scatter.ts';
import { isSynthetic } from './synthetic.ts';
import { type Described, inOrder, type Terms, termsOf } from './terms.ts';
import { type View, viewOf } from './view.ts';

/** All that a report says about one experiment. */
export interface Experiment extends Terms {
  id: string;
  /** Heads every table and figure: made from SYNTHETIC data, it says so. */
  title: string;
  /** Heads its section: what it is in the paper, or else the title. */
  heading: string;
  groups: Group[];
  view: View;
  comparisons: Comparison[];
  claims: Claimed[];
  scatters: Scatter[];
  /** Of what was tuned: then the groups are the winners, on trials that no race has seen. */
  races: readonly CellRace[];
  records: TrialRecord[];
  /** Which of them the groups are of. */
  judgement: Judgement;
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
  const { tune } = terms.description;
  const races = tune ? cellRaces(records, tune) : [];
  const judgement = tune
    ? judgementOf(records, tune, races)
    : { judged: records, ofWinners: false, others: { trials: 0, settings: 0 } };
  const groups = groupsOf(judgement.judged, terms);
  const view = viewOf(groups, terms);
  const mark = isSynthetic(records) ? 'SYNTHETIC data: ' : '';
  const title = `${mark}${terms.description.title ?? id}`;
  const { label } = terms.description.paper ?? {};
  const heading = label === undefined ? title : `${mark}${label}`;
  const comparisons =
    tune && judgement.ofWinners
      ? winnerComparisonsOf(
          viewOf(groupsOf(countedRecords(judgement.judged, tune, races), terms), terms),
          terms,
        )
      : comparisonsOf(view, terms);
  const scatters = scattersOf(view, groups, terms);
  const claims = claimsOf(view, terms);
  return {
    ...terms,
    id,
    title,
    heading,
    groups,
    view,
    comparisons,
    claims,
    scatters,
    races,
    records,
    judgement,
  };
}
