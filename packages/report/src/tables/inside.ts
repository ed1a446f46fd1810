import { columnOf, courseOf, type Moment, stepAxis } from '../summary/course.ts';
import type { Experiment } from '../summary/experiment.ts';
import type { Inside } from '../summary/inside.ts';
import type { Spending } from '../summary/spending.ts';
import { identityColumns } from './results.ts';
import { type Column, entry, type Table } from './table.ts';

/** No name of an experiment has a dot: the file is never another experiment's. */
export const insideTableId = ({ id }: Experiment) => `${id}.inside`;

/** One row a group, number and step: mean and band over its trials, and what a trial had cost by then, where that is known. */
export function insideTable(
  experiment: Experiment,
  { axis, seen, groups }: Inside,
  spending: Spending | undefined,
): Table {
  const identity = identityColumns(experiment);
  const numbers: [key: string, of: (moment: Moment) => number][] = [
    ['step', ({ step }) => step],
    ...(axis.key === stepAxis
      ? []
      : [[axis.key, ({ x }: Moment) => x] as [string, (moment: Moment) => number]]),
    ['n', ({ n }) => n],
    ['mean', ({ mean }) => mean],
    ['low', ({ low }) => low],
    ['high', ({ high }) => high],
  ];
  const column = (key: string, align: Column['align']): Column => ({ title: key, keys: [key], align });
  return {
    id: insideTableId(experiment),
    caption: `${experiment.title}: inside the trials`,
    columns: [
      ...identity.map(({ title, keys, align }) => ({ title, keys, align })),
      column('observed', 'left'),
      ...numbers.map(([key]) => column(key, 'right')),
      ...(spending ? [column(spending.axis.key, 'right')] : []),
    ],
    rows: groups.flatMap((group) => {
      const { point, followed } = group;
      const spentBy = spending?.spentBy.get(group);
      const traces = followed.map(({ trace }) => trace);
      const own = identity.map(({ fill }) => fill(point));
      return seen
        .filter(({ key }) => traces.some((trace) => columnOf(trace, key).length > 0))
        .flatMap(({ key }) =>
          courseOf(traces, key, axis.key).map((moment) => [
            ...own,
            entry(key),
            ...numbers.map(([, of]) => entry(String(of(moment)), of(moment))),
            ...(spending ? [spentEntry(moment, spentBy)] : []),
          ]),
        );
    }),
  };
}

function spentEntry({ step }: Moment, spentBy: ((step: number) => number) | undefined) {
  return spentBy ? entry(String(spentBy(step)), spentBy(step)) : entry('');
}
