import type { Experiment } from '../summary/experiment.ts';
import { rivalsOf } from '../summary/method.ts';

/** Okabe and Ito's colours for all kinds of sight (https://jfly.uni-koeln.de/color/), without the yellow. */
export const colours = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#000000', '#D55E00'];

/** Of the base method, and of the one after it: they keep their colour from figure to figure. */
const baselines = ['#666666', '#D55E00'];

export const shapes = [
  'circle',
  'square',
  'triangle-up',
  'cross',
  'triangle-down',
  'triangle-right',
  'diamond',
];

export interface Ink {
  colour: string;
  shape: string;
}

/** One ink a series, told apart by colour and by shape. */
export function inksOf({ view, description }: Pick<Experiment, 'view' | 'description'>): Ink[] {
  // The last one is under study. A control is no baseline, whatever its method.
  const base = rivalsOf(description).slice(0, -1);
  let next = 0;
  return view.series.map(({ method, control }, i) => ({
    colour: (control ? undefined : baselines[base.indexOf(method)]) ?? colours[next++ % colours.length],
    shape: shapes[i % shapes.length],
  }));
}

/** Of what is not measured: theory, grid labels, notes. */
export const grey = '#777777';
