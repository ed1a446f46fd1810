import { cut } from '../figures/caption.ts';
import type { Experiment } from '../summary/experiment.ts';
import type { Point } from '../summary/view.ts';
import { writeError } from '../tables/number.ts';
import { publishedFor } from '../tables/published.ts';
import { type Filled, publishedColumn } from '../tables/results.ts';
import { entry } from '../tables/table.ts';
import { toText } from '../tables/text.ts';
import { agreementOf } from './claims.ts';
import { gainOf } from './controls.ts';

/**
 * What came out, for a terminal of 100 columns, in the numbers of the report: the cells of each experiment that is no
 * curve; of a curve only those that the paper has numbers for.
 */
export function outcomeText(experiments: readonly Experiment[]): string {
  return experiments.map(outcomeOf).join('\n');
}

function outcomeOf(experiment: Experiment): string {
  const { id, title, view } = experiment;
  const points = view.series.flatMap((series) => series.points);
  const curve = view.x !== undefined;
  const main = curve ? points.filter(({ group }) => publishedFor(experiment, group)) : points;
  const lines = [
    ...(main.length > 0 ? tableOf(experiment, main).trimEnd().split('\n') : []),
    ...(curve ? [`${points.length} cells along a curve: its figure is on the page`] : []),
    ...gainLine(experiment),
  ];
  return `${id}: ${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function gainLine(experiment: Experiment): string[] {
  const found = gainOf(experiment);
  return found ? [`${found.studied.name} against ${found.base.name}: ${found.gain.text}`] : [];
}

function tableOf(experiment: Experiment, points: readonly Point[]): string {
  const columns = [methodColumn(points), meanColumn(experiment), ...experiment.flags.map(shareColumn)];
  if (points.some(({ group }) => publishedFor(experiment, group)))
    columns.push(publishedColumn(experiment), verdictColumn(experiment));
  const rows = points.map((point) => columns.map(({ fill }) => fill(point)));
  return toText({ id: experiment.id, caption: experiment.title, columns, rows });
}

/** The method; what else tells rows apart only where methods and kinds of data do not. */
function methodColumn(points: readonly Point[]): Filled {
  const shortOf = ({ group: { name, parameters } }: Point) =>
    'data.insteadOf' in parameters ? `SYNTHETIC data, ${name}` : name;
  return {
    title: 'method',
    keys: ['method'],
    align: 'left',
    fill(point) {
      const short = shortOf(point);
      const alone = points.every((other) => other === point || shortOf(other) !== short);
      return entry(cut(alone ? short : point.label, widest));
    },
  };
}

/** Leaves the numbers their place in 100 columns. */
const widest = 40;

function meanColumn({ metric }: Experiment): Filled {
  const write = (value: number) => writeError(value, metric?.decimals);
  return {
    title: 'mean [BCa 95 %]',
    keys: ['mean'],
    align: 'left',
    fill: ({ summary: { mean, bcaInterval: interval } }) =>
      mean === undefined
        ? undefined
        : entry(`${write(mean)}${interval ? ` [${write(interval.low)}, ${write(interval.high)}]` : ''}`),
  };
}

function shareColumn({ key, label }: Experiment['flags'][number]): Filled {
  return {
    title: label,
    keys: [key],
    align: 'right',
    fill({ summary: { shares } }) {
      const share = shares.get(key);
      return share && entry(`${share.count}/${share.n}`);
    },
  };
}

/** Whether a mean agrees with the published one. */
function verdictColumn(experiment: Experiment): Filled {
  return {
    title: 'agrees?',
    keys: ['agrees'],
    align: 'left',
    fill(point) {
      const value = publishedFor(experiment, point.group);
      const judged = value && agreementOf(experiment, value, point);
      if (!judged) return undefined;
      const { verdict, why } = judged;
      const word = verdict === 'agrees' ? 'yes' : verdict === 'does not' ? 'no' : undefined;
      return entry([word, why].filter(Boolean).join(', '));
    },
  };
}
