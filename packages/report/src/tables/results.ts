import type { Experiment } from '../summary/experiment.ts';
import { methodName } from '../summary/method.ts';
import { comparePaths, notationOf, type Value, writeParameter } from '../summary/parameters.ts';
import type { Summary } from '../summary/summary.ts';
import type { Point } from '../summary/view.ts';
import { writeError, writeShare, writeSigned } from './number.ts';
import { deviationFrom, publishedFor } from './published.ts';
import { type Cell, type Column, cell, type Table } from './table.ts';

/** A column and how a point fills it. */
interface Filled extends Column {
  fill(point: Point): Cell | undefined;
}

/** One row a group: what it is, its statistics, and the published number where there is one. */
export function resultsTable(experiment: Experiment): Table {
  const points = experiment.view.series.flatMap((series) => series.points);
  const columns = [
    ...identityColumns(experiment),
    trials,
    ...statisticColumns,
    ...(points.some(({ summary }) => summary.solved) ? [solved] : []),
    ...(points.some(({ group }) => publishedFor(experiment.id, group))
      ? [publishedColumn(experiment.id), deviationColumn(experiment.id)]
      : []),
  ];
  const name = experiment.metric?.name ?? 'result';
  return {
    id: experiment.id,
    caption:
      `${experiment.entry?.title ?? experiment.id}: ${name}, mean with 95 % t interval, ` +
      'BCa bootstrap interval of the mean, and median.',
    columns: columns.map(({ title, keys, align }) => ({ title, keys, align })),
    rows: points.map((point) => columns.map(({ fill }) => fill(point))),
  };
}

function identityColumns({ view }: Experiment): Filled[] {
  const method: Filled = {
    title: 'method',
    keys: ['method'],
    align: 'left',
    fill: ({ group }) => cell(methodName(group.method), group.method),
  };
  const paths = view.dimensions.map(({ path }) => path).sort(comparePaths);
  return [
    method,
    ...paths.map((path): Filled => {
      const { symbol, bare } = notationOf(path);
      return {
        title: symbol,
        keys: [path],
        align: bare ? 'left' : 'right',
        fill: ({ group }) => parameterCell(path, group.parameters[path]),
      };
    }),
  ];
}

function parameterCell(path: string, value: Value | undefined): Cell | undefined {
  if (value === undefined) return undefined;
  const text = notationOf(path).bare ? writeParameter(path, value) : String(value);
  return cell(text, typeof value === 'number' ? value : String(value));
}

const trials: Filled = {
  title: 'n',
  keys: ['n', 'failed'],
  align: 'right',
  fill: ({ summary: { n, failed } }) => cell(failed ? `${n} (${failed} failed)` : String(n), n, failed),
};

const statisticColumns: Filled[] = [
  {
    title: 'mean ± 95 % t',
    keys: ['mean', 'mean_t_low', 'mean_t_high'],
    align: 'right',
    fill: ({ summary }) => meanCell(summary),
  },
  {
    title: 'BCa 95 %',
    keys: ['mean_bca_low', 'mean_bca_high'],
    align: 'right',
    fill: ({ summary: { bcaInterval: interval } }) =>
      interval &&
      cell(`[${writeError(interval.low)}, ${writeError(interval.high)}]`, interval.low, interval.high),
  },
  {
    title: 'median',
    keys: ['median'],
    align: 'right',
    fill: ({ summary: { median } }) => (median === undefined ? undefined : cell(writeError(median), median)),
  },
];

function meanCell({ mean, tInterval }: Summary): Cell | undefined {
  if (mean === undefined) return undefined;
  if (!tInterval) return cell(writeError(mean), mean, '', '');
  const { low, high } = tInterval;
  return cell(`${writeError(mean)} ± ${writeError((high - low) / 2)}`, mean, low, high);
}

const solved: Filled = {
  title: 'solved (Wilson 95 %)',
  keys: ['solved', 'solved_low', 'solved_high'],
  align: 'right',
  fill: ({ summary: { solved: share } }) =>
    share &&
    cell(
      `${share.count}/${share.n} [${writeShare(share.interval.low)}, ${writeShare(share.interval.high)}]`,
      share.count,
      share.interval.low,
      share.interval.high,
    ),
};

function publishedColumn(experiment: string): Filled {
  return {
    title: 'published',
    keys: ['published', 'published_half_width'],
    align: 'right',
    fill: ({ group }) => {
      const value = publishedFor(experiment, group);
      return (
        value &&
        cell(`${writeError(value.mean)} ± ${writeError(value.halfWidth)}`, value.mean, value.halfWidth)
      );
    },
  };
}

function deviationColumn(experiment: string): Filled {
  return {
    title: 'deviation (standard errors)',
    keys: ['deviation', 'deviation_standardized'],
    align: 'right',
    fill: ({ group, summary }) => {
      const value = publishedFor(experiment, group);
      const deviation = value && deviationFrom(value, summary);
      if (!deviation) return undefined;
      const { difference, standardized } = deviation;
      return cell(`${writeSigned(difference)} (${writeSigned(standardized, 1)})`, difference, standardized);
    },
  };
}
