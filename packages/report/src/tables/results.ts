import type { Metric } from '@mcover/record';
import { costAt, costOf, timeToSolution } from '../summary/cost.ts';
import type { Covariate } from '../summary/covariate.ts';
import { pathsOf } from '../summary/dimension.ts';
import type { Experiment } from '../summary/experiment.ts';
import type { Group } from '../summary/group.ts';
import type { Value } from '../summary/parameters.ts';
import { isSynthetic } from '../summary/synthetic.ts';
import type { Terms } from '../summary/terms.ts';
import type { Point } from '../summary/view.ts';
import { writeError, writeShare, writeSigned } from './number.ts';
import { deviationFrom, publishedError, publishedFor } from './published.ts';
import { type Column, type Entry, entry, type Table } from './table.ts';

/** A column and how a point fills it. */
export interface Filled extends Column {
  fill(point: Point): Entry | undefined;
}

/** One row a group: what it is, its statistics, and the published number where there is one. */
export function resultsTable(experiment: Experiment): Table {
  const points = experiment.view.series.flatMap((series) => series.points);
  const columns = [
    ...identityColumns(experiment),
    ...experiment.covariates
      .filter(({ key }) => points.some(({ group }) => group.covariates.has(key)))
      .map(covariateColumn),
    trials,
    ...statisticColumns(experiment.metric?.decimals),
    ...experiment.flags.map(shareColumn),
    ...solutionColumns(experiment),
    ...experiment.beside.map(besideColumn),
    ...(points.some(({ group }) => publishedFor(experiment, group))
      ? [publishedColumn(experiment), deviationColumn(experiment)]
      : []),
  ];
  const name = experiment.metric?.label ?? 'result';
  return {
    id: experiment.id,
    caption: `${experiment.title}: ${name}, mean with its 95 % BCa bootstrap interval, and median.`,
    columns: columns.map(({ title, keys, align }) => ({ title, keys, align })),
    rows: points.map((point) => columns.map(({ fill }) => fill(point))),
  };
}

/** What a group is, in as many columns as it takes. */
export function identityColumns({ view, groups, records, notations }: Experiment): Filled[] {
  const controls = groups.some(({ control }) => control);
  const method: Filled = {
    title: 'method',
    keys: ['method', ...(controls ? ['control'] : [])],
    align: 'left',
    fill: ({ group: { name, method, control } }) =>
      entry(name, method, ...(controls ? [control ? 'control' : ''] : [])),
  };
  const paths = [
    ...new Set([
      ...(isSynthetic(records) ? ['data.name'] : []),
      ...view.dimensions.map(({ path }) => path),
      ...controlledPaths(groups, notations),
    ]),
  ].sort(notations.compare);
  return [
    method,
    ...paths.map((path): Filled => {
      const numeric = groups.every(({ parameters }) => typeof parameters[path] !== 'string');
      return {
        title: notations.of(path).symbol,
        keys: [path],
        align: numeric ? 'right' : 'left',
        fill: ({ group }) => parameterEntry(path, group.parameters[path], notations),
      };
    }),
  ];
}

/** The parameters in which a control differs from the method that it is a control of. */
function controlledPaths(groups: readonly Group[], notations: Terms['notations']): string[] {
  const controls = groups.filter(({ control }) => control);
  const differ = ({ method, parameters }: Group, path: string) =>
    groups.some((other) => other.method === method && other.parameters[path] !== parameters[path]);
  return pathsOf(controls, notations).filter((path) => controls.some((group) => differ(group, path)));
}

function parameterEntry(
  path: string,
  value: Value | undefined,
  notations: Terms['notations'],
): Entry | undefined {
  if (value === undefined) return undefined;
  return entry(notations.writeValue(path, value), typeof value === 'number' ? value : String(value));
}

function covariateColumn({ key, symbol, write }: Covariate): Filled {
  return {
    title: symbol,
    keys: [key],
    align: 'right',
    fill: ({ group }) => {
      const value = group.covariates.get(key);
      return value === undefined ? undefined : entry(write(value), value);
    },
  };
}

const trials: Filled = {
  title: 'n',
  keys: ['n', 'failed'],
  align: 'right',
  fill: ({ summary: { n, failed } }) => entry(failed ? `${n} (${failed} failed)` : String(n), n, failed),
};

function statisticColumns(decimals?: number): Filled[] {
  const write = (value: number) => writeError(value, decimals);
  return [
    {
      title: 'mean',
      // Student's interval is for programs: of trials of two kinds it reaches below what is possible.
      keys: ['mean', 'mean_t_low', 'mean_t_high'],
      align: 'right',
      fill: ({ summary: { mean, tInterval: interval } }) =>
        mean === undefined ? undefined : entry(write(mean), mean, interval?.low ?? '', interval?.high ?? ''),
    },
    {
      title: 'BCa 95 %',
      keys: ['mean_bca_low', 'mean_bca_high'],
      align: 'right',
      fill: ({ summary: { bcaInterval: interval } }) =>
        interval && entry(`[${write(interval.low)}, ${write(interval.high)}]`, interval.low, interval.high),
    },
    {
      title: 'median',
      keys: ['median'],
      align: 'right',
      fill: ({ summary: { median } }) => (median === undefined ? undefined : entry(write(median), median)),
    },
  ];
}

function shareColumn({ key, label }: Metric): Filled {
  return {
    title: `${label} (Wilson 95 %)`,
    keys: [key, `${key}_low`, `${key}_high`],
    align: 'right',
    fill: ({ summary: { shares } }) => {
      const share = shares.get(key);
      if (!share) return undefined;
      const { low, high } = share.interval;
      const text = `${share.count}/${share.n} [${writeShare(low)}, ${writeShare(high)}]`;
      return entry(text, share.count, low, high);
    },
  };
}

/** The cost until a flag comes out, where trials have a cost. */
function solutionColumns(experiment: Experiment): Filled[] {
  const cost = costOf(experiment);
  if (!cost) return [];
  const write = (value: number) => (Number.isFinite(value) ? cost.write(value) : '∞');
  return experiment.flags.map(({ key, label }) => ({
    title: `${cost.symbol} until ${label} with 99 %`,
    keys: [`tts_${key}`, `tts_${key}_low`, `tts_${key}_high`],
    align: 'right',
    fill: (point) => {
      const [at, share] = [costAt(point, cost), point.summary.shares.get(key)];
      if (at === undefined || !share) return undefined;
      const { value, low, high } = timeToSolution(at, share);
      return entry(`${write(value)} [${write(low)}, ${write(high)}]`, value, low, high);
    },
  }));
}

function besideColumn({ key, label, decimals }: Metric): Filled {
  return {
    title: `mean ${label}`,
    keys: [`mean_${label.replaceAll(' ', '_')}`],
    align: 'right',
    fill: ({ summary: { beside } }) => {
      const mean = beside.get(key);
      return mean === undefined ? undefined : entry(writeError(mean, decimals), mean);
    },
  };
}

export function publishedColumn(terms: Terms): Filled {
  return {
    title: 'published',
    keys: ['published', 'published_plus_minus', 'published_standard_error'],
    align: 'right',
    fill: ({ group }) => {
      const value = publishedFor(terms, group);
      if (!value) return undefined;
      const { mean, plusMinus, decimals } = value;
      const text = `${writeError(mean, decimals)} ± ${writeError(plusMinus, decimals)}`;
      return entry(text, mean, plusMinus, publishedError(value));
    },
  };
}

function deviationColumn(terms: Terms): Filled {
  return {
    title: 'deviation (standard errors)',
    keys: ['deviation', 'deviation_standardized'],
    align: 'right',
    fill: ({ group, summary }) => {
      const value = publishedFor(terms, group);
      const deviation = value && deviationFrom(value, summary);
      if (!deviation) return undefined;
      const { difference, standardized } = deviation;
      return entry(
        `${writeSigned(difference, terms.metric?.decimals)} (${writeSigned(standardized, 1)})`,
        difference,
        standardized,
      );
    },
  };
}
