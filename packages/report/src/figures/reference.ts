import type { Experiment } from '../summary/experiment.ts';
import { column } from './caption.ts';
import { dotPanels } from './dots.ts';
import { drawSvg } from './svg.ts';

/** Dots of each number that is held against another, below each other, as SVG text. */
export function referenceFigure(
  { title }: Experiment,
  referenced: readonly Experiment[],
  width = column,
): Promise<string> {
  const panels = referenced.flatMap((about) => dotPanels(about, about.metric!, width));
  return drawSvg({ description: `${title}: references`, vconcat: panels, spacing: 16 });
}
