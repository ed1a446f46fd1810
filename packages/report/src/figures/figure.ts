import type { TopLevelSpec } from 'vega-lite';
import type { Experiment } from '../summary/experiment.ts';
import { heatOf } from '../summary/heat.ts';
import { isSynthetic } from '../summary/synthetic.ts';
import { column } from './caption.ts';
import { dotFigure } from './dots.ts';
import { heatFigure } from './heat.ts';
import { lineFigure } from './line.ts';
import { drawSvg } from './svg.ts';

/** The figure of an experiment as SVG text, so many pixels wide; none where no trial finished. */
export async function figureOf(experiment: Experiment, width = column): Promise<string | undefined> {
  const spec = specOf(experiment, width);
  // A figure may be taken out of its page.
  const told = isSynthetic(experiment.records) ? { title: 'SYNTHETIC data' } : {};
  return spec && drawSvg({ ...spec, ...told });
}

/** As a specification of vega-lite. */
export function specOf(experiment: Experiment, width = column): TopLevelSpec | undefined {
  const { metric, view } = experiment;
  if (!metric) return undefined;
  if (view.x === undefined) return dotFigure(experiment, metric, width);
  const heat = heatOf(experiment);
  return heat ? heatFigure(experiment, metric, heat, width) : lineFigure(experiment, metric, view.x, width);
}
