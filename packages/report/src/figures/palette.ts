import type { Series } from '../summary/view.ts';

/** Okabe and Ito's colours for all kinds of sight (https://jfly.uni-koeln.de/color/), without the yellow. */
const colours = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#000000', '#D55E00'];

/** Baselines keep their colour from figure to figure; a control is none, whatever its method. */
const baselines: Readonly<Record<string, string>> = {
  vanilla: '#666666',
  sgd: '#666666',
  rsa: '#D55E00',
  rsgd: '#D55E00',
};

const shapes = ['circle', 'square', 'triangle-up', 'cross', 'triangle-down', 'triangle-right', 'stroke'];

export interface Ink {
  colour: string;
  shape: string;
}

/** One ink a series, told apart by colour and by shape. */
export function inksOf(series: readonly Series[]): Ink[] {
  let next = 0;
  return series.map(({ method, control }, i) => ({
    colour: (control ? undefined : baselines[method]) ?? colours[next++ % colours.length],
    shape: shapes[i % shapes.length],
  }));
}

/** Of what is not measured: theory, grid labels, notes. */
export const grey = '#777777';
