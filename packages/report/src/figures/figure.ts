import type { Experiment } from '../summary/experiment.ts';
import { dotFigure } from './dots.ts';
import { lineFigure } from './line.ts';
import { drawSvg } from './svg.ts';

/** The figure of an experiment as SVG text; none where no trial finished. */
export async function figureOf(experiment: Experiment): Promise<string | undefined> {
  const { metric, view } = experiment;
  if (!metric) return undefined;
  return drawSvg(
    view.x === undefined ? dotFigure(experiment, metric) : lineFigure(experiment, metric, view.x),
  );
}
