import { curvesFigure } from '../figures/curves.ts';
import { inksOf } from '../figures/palette.ts';
import type { Along } from '../summary/along.ts';
import type { Experiment } from '../summary/experiment.ts';
import { escaped } from '../tables/markdown.ts';
import { writeError } from '../tables/number.ts';
import { entry, type Table } from '../tables/table.ts';
import { blocks } from './markdown.ts';

// No name of an experiment has a dot: these files are never another experiment's.
export const alongFile = ({ id }: Experiment) => `figures/${id}.along.svg`;
const tableId = ({ id }: Experiment) => `${id}.along`;

const reading = 'Mean over trials; the band is one standard deviation of them to both sides.';

/** The curves of the results in panels, a colour a group, as SVG text. */
export function alongFigure(experiment: Experiment, all: readonly Along[], width?: number): Promise<string> {
  const inks = inksOf(experiment);
  const colours = experiment.view.series.map(({ label }, i) => [label, inks[i].colour] as const);
  const panels = all.map(({ curve, groups }) => ({
    heading: curve.label,
    x: curve.along.label,
    curves: new Map(
      [...groups].map(([label, places]) => [
        label,
        places.map(({ x, mean, sd }) => ({ x, mean, low: mean - sd, high: mean + sd })),
      ]),
    ),
  }));
  return curvesFigure(experiment.title, reading, panels, new Map(colours), width);
}

/** All places of all curves. */
export function alongTable(experiment: Experiment, all: readonly Along[]): Table {
  return {
    id: tableId(experiment),
    caption: `${experiment.title}: curves`,
    columns: ['curve', 'group', 'place', 'mean', 'sd', 'n'].map((key, at) => ({
      title: key,
      keys: [key],
      align: at < 2 ? 'left' : 'right',
    })),
    rows: all.flatMap(({ curve, groups }) =>
      [...groups].flatMap(([label, places]) =>
        places.map(({ x, mean, sd, n }) => [
          entry(curve.key),
          entry(label),
          ...[x, mean, sd, n].map((number) => entry(String(number), number)),
        ]),
      ),
    ),
  };
}

export function alongBlock(experiment: Experiment, all: readonly Along[]): string {
  const panels = all.map(({ curve, groups }) => {
    const ends = [...groups].map(([label, places]) => {
      const highest = Math.max(...places.map(({ mean }) => mean));
      return `${label}, ${writeError(places[0].mean)} at first and ${writeError(highest)} at most`;
    });
    return `${curve.label} against ${curve.along.label}: ${ends.join('; ')}`;
  });
  return blocks([
    `![${escaped(`${panels.join('. ')}.`)}](${alongFile(experiment)})`,
    `All numbers: [CSV](tables/${tableId(experiment)}.csv).`,
  ]);
}
