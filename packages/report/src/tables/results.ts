import { pathsOf } from '../summary/dimension.ts';
import type { Experiment } from '../summary/experiment.ts';
import type { Group } from '../summary/group.ts';
import type { Metric } from '../summary/metric.ts';
import { comparePaths, notationOf, type Value, writeValue } from '../summary/parameters.ts';
import type { Summary } from '../summary/summary.ts';
import { isSynthetic } from '../summary/synthetic.ts';
import type { Point } from '../summary/view.ts';
import { writeError, writeShare, writeSigned } from './number.ts';
import { deviationFrom, publishedError, publishedFor } from './published.ts';
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
    ...besideColumns(experiment.metric, points),
    ...(points.some(({ group }) => publishedFor(experiment.id, group))
      ? [publishedColumn(experiment.id), deviationColumn(experiment.id)]
      : []),
  ];
  const name = experiment.metric?.name ?? 'result';
  return {
    id: experiment.id,
    caption:
      `${experiment.title}: ${name}, mean with 95 % t interval, ` +
      'BCa bootstrap interval of the mean, and median.',
    columns: columns.map(({ title, keys, align }) => ({ title, keys, align })),
    rows: points.map((point) => columns.map(({ fill }) => fill(point))),
  };
}

function identityColumns({ view, groups, records }: Experiment): Filled[] {
  const controls = groups.some(({ control }) => control);
  const method: Filled = {
    title: 'method',
    keys: ['method', ...(controls ? ['control'] : [])],
    align: 'left',
    fill: ({ group: { name, method, control } }) =>
      cell(name, method, ...(controls ? [control ? 'control' : ''] : [])),
  };
  const paths = [
    ...new Set([
      ...(isSynthetic(records) ? ['data.name'] : []),
      ...view.dimensions.map(({ path }) => path),
      ...controlledPaths(groups),
    ]),
  ].sort(comparePaths);
  return [
    method,
    ...paths.map((path): Filled => {
      const numeric = groups.every(({ parameters }) => typeof parameters[path] !== 'string');
      return {
        title: notationOf(path).symbol,
        keys: [path],
        align: numeric ? 'right' : 'left',
        fill: ({ group }) => parameterCell(path, group.parameters[path]),
      };
    }),
  ];
}

/** The parameters in which a control differs from the method that it is a control of. */
function controlledPaths(groups: readonly Group[]): string[] {
  const controls = groups.filter(({ control }) => control);
  const differ = ({ method, parameters }: Group, path: string) =>
    groups.some((other) => other.method === method && other.parameters[path] !== parameters[path]);
  return pathsOf(controls).filter((path) => controls.some((group) => differ(group, path)));
}

function parameterCell(path: string, value: Value | undefined): Cell | undefined {
  if (value === undefined) return undefined;
  const text = writeValue(path, value);
  // A file of numbers has no title that could say SYNTHETIC.
  const raw = path === 'data.name' ? text : String(value);
  return cell(text, typeof value === 'number' ? value : raw);
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

/** Means of the further numbers that some point has. */
function besideColumns(metric: Metric | undefined, points: readonly Point[]): Filled[] {
  return (metric?.beside ?? [])
    .filter(({ key }) => points.some(({ summary }) => key in summary.beside))
    .map(({ key, name, decimals }) => ({
      title: `mean ${name}`,
      keys: [`mean_${name.replaceAll(' ', '_')}`],
      align: 'right',
      fill: ({ summary: { beside } }) =>
        key in beside ? cell(writeError(beside[key], decimals), beside[key]) : undefined,
    }));
}

function publishedColumn(experiment: string): Filled {
  return {
    title: 'published',
    keys: ['published', 'published_plus_minus', 'published_standard_error'],
    align: 'right',
    fill: ({ group }) => {
      const value = publishedFor(experiment, group);
      if (!value) return undefined;
      const { mean, plusMinus, decimals } = value;
      const text = `${writeError(mean, decimals)} ± ${writeError(plusMinus, decimals)}`;
      return cell(text, mean, plusMinus, publishedError(value));
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
