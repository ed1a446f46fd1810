import type { Metric } from '@mcover/record';
import type { TopLevelSpec } from 'vega-lite';
import type { Experiment } from '../summary/experiment.ts';
import { methodLabel } from '../summary/method.ts';
import type { View } from '../summary/view.ts';
import { publishedAlong, sourceOf } from '../tables/published.ts';
import { type Axis, horizontal, vertical } from './axis.ts';
import { legendColumns, titleOf, trialsOf } from './caption.ts';
import { type Ink, inksOf } from './palette.ts';
import { type PublishedMark, publishedLayers, publishedMarks } from './published.ts';
import { cutReading, errorRange } from './range.ts';
import { theoryLayers, theoryOf, theoryReading, thresholdRoom } from './theory.ts';

/** What is drawn of one group. */
interface Mark {
  series: string;
  /** Null for a method without the parameter of the axis: a level across the figure. */
  x: number | null;
  panel: string;
  mean: number;
  low: number;
  high: number;
  /** Shift in pixels, so that the bars of a place do not hide each other. */
  dodge: number;
}

/** Means with their t intervals along the axis `path` of the view, in panels where there is a facet. */
export function lineFigure(experiment: Experiment, metric: Metric, path: string): TopLevelSpec {
  const { view, notations } = experiment;
  const marks = marksOf(experiment);
  const inks = inksOf(experiment);
  const published =
    view.facet === undefined ? publishedMarks(publishedAlong(experiment, path), view, inks) : [];
  const x = horizontal(
    path,
    marks.flatMap((mark) => mark.x ?? []),
    notations,
  );
  const theory = theoryOf(experiment);
  const range = errorRange([...marks, ...published].flatMap(({ low, high }) => [low, high]));
  const cut = range.cut && !theory;
  const y = vertical(metric, cut ? range : { low: Math.min(0, range.low), high: Math.max(0, range.high) });
  const layer = [
    ...theoryLayers(theory, x, y),
    ...measuredLayers(view, inks, x, y, thresholdRoom(theory)),
    ...publishedLayers(published, x, y),
  ];
  const panels = [...new Set(marks.map(({ panel }) => panel))];
  const figure = {
    title: titleOf(experiment, reading(experiment, published, cut)),
    data: { values: marks },
    ...(view.facet === undefined
      ? { layer, width: 540, height: 330 }
      : {
          columns: 2,
          facet: { field: 'panel', type: 'nominal', title: null, sort: panels },
          spec: { layer, width: 250, height: 200 },
        }),
  };
  return figure as unknown as TopLevelSpec;
}

function reading(experiment: Experiment, published: readonly PublishedMark[], cut: boolean): string {
  const { view, notations, description } = experiment;
  const theory = theoryOf(experiment);
  const settings = published.map(({ source: { value, others } }) =>
    [
      methodLabel(value.method, description),
      ...Object.entries(others).map(([path, item]) => notations.write(path, item)),
    ].join(', '),
  );
  const places = [...new Set(published.map(({ x }) => x))].join(', ');
  return [
    `Mean and 95 % t interval of ${trialsOf(experiment)} a point.`,
    ...(theory ? [theoryReading(theory)] : []),
    ...(settings.length
      ? [
          `Hollow diamonds: ${sourceOf(description)}, at ${notations.of(view.x!).symbol} = ${places} (${settings.join('; ')}).`,
        ]
      : []),
    ...(cut ? [cutReading] : []),
  ].join(' ');
}

function marksOf({ view: { series, facet }, notations }: Experiment): Mark[] {
  const marks = series.flatMap(({ label, points }, i) =>
    points.flatMap(({ x = null, facet: panel, summary: { mean, tInterval } }): Mark[] =>
      mean === undefined
        ? []
        : [
            {
              series: label,
              x,
              panel: facet === undefined || panel === undefined ? '' : notations.write(facet, panel),
              mean,
              low: tInterval?.low ?? mean,
              high: tInterval?.high ?? mean,
              dodge: 2.5 * (i - (series.length - 1) / 2),
            },
          ],
    ),
  );
  return marks;
}

function measuredLayers(view: View, inks: readonly Ink[], x: Axis, y: Axis, offset: number): object[] {
  const domain = view.series.map(({ label }) => label);
  const several = domain.length > 1;
  const legend = several ? { title: null, orient: 'top', columns: legendColumns(domain), offset } : null;
  const by = (range: string[]) => ({ field: 'series', type: 'nominal', scale: { domain, range }, legend });
  const color = by(inks.map(({ colour }) => colour));
  const shape = by(inks.map((ink) => ink.shape));
  const along = { transform: [{ filter: 'datum.x !== null' }] };
  const across = { transform: [{ filter: 'datum.x === null' }] };
  const xOffset = { expr: 'datum.dodge' };
  const [low, high] = [{ ...y, field: 'low' }, { field: 'high' }];
  return [
    { ...across, mark: { type: 'rect', opacity: 0.12 }, encoding: { y: low, y2: high, color } },
    { ...across, mark: { type: 'rule', strokeWidth: 1.6 }, encoding: { y, color } },
    { ...along, mark: { type: 'line', strokeWidth: 1.6, xOffset }, encoding: { x, y, color } },
    { ...along, mark: { type: 'rule', strokeWidth: 1.4, xOffset }, encoding: { x, y: low, y2: high, color } },
    {
      ...along,
      mark: { type: 'point', filled: true, size: 55, opacity: 1, xOffset },
      encoding: { x, y, color, shape },
    },
  ];
}
