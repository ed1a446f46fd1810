import type { Experiment } from '../summary/experiment.ts';
import type { Series } from '../summary/view.ts';
import { hexOf, oklchOf } from './oklch.ts';

/** Okabe and Ito's colours for all kinds of sight (https://jfly.uni-koeln.de/color/), without the yellow. */
export const colours = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000'];

export const shapes = [
  'circle',
  'square',
  'triangle-up',
  'cross',
  'triangle-down',
  'triangle-right',
  'diamond',
];

/** Of text, and of theory, which is no method. */
export const ink = '#1f2328';

/** Of what is neither: lines of reference, numbers without a series. */
export const grey = '#6a6a6a';

export interface Ink {
  colour: string;
  shape: string;
}

/** Of the base method, of the one under study and of controls; the rest go round. */
const [base, study, control]: Ink[] = [
  { colour: '#555555', shape: 'circle' },
  { colour: colours[0], shape: 'diamond' },
  { colour: '#000000', shape: 'cross' },
];
const rest: Ink[] = ['square', 'triangle-up', 'triangle-down', 'triangle-right', 'triangle-left'].map(
  (shape, i) => ({
    colour: colours[1 + i],
    shape,
  }),
);

/**
 * One ink a series. A method has its colour and shape wherever its model is reported, since they follow from its place in
 * the description; series of one method differ in lightness, the last one darkest.
 */
export function inksOf({ view, description }: Pick<Experiment, 'view' | 'description'>): Ink[] {
  return inksOfSeries(view.series, description.methods);
}

/** What a series is, as far as its ink is concerned. */
type Kind = Pick<Series, 'method' | 'control'>;

/** The same for series that are no experiment's, with the methods as they are described. */
export function inksOfSeries(
  all: readonly Kind[],
  methods: Readonly<Record<string, { control?: boolean }>> = {},
): Ink[] {
  const names = new Set([...Object.keys(methods), ...all.map(({ method }) => method)]);
  const inks = inksOfMethods([...names], (method) => Boolean(methods[method]?.control));
  const kindOf = ({ method, control }: Kind) => `${control} ${method}`;
  return all.map((series) => {
    const { colour, shape } = inks.get(series.method)!;
    const alike = all.filter((other) => kindOf(other) === kindOf(series));
    // A control that is a method with other parameters is a dark one of it, and darker than a dark one.
    const beside = series.control && all.some(({ method, control }) => method === series.method && !control);
    const [k, n] = [alike.indexOf(series), alike.length];
    return {
      colour: beside
        ? shadeAt(colour, Math.min(0.42, oklchOf(colour).l - 0.2) - (0.16 * k) / n)
        : shade(colour, k, n),
      shape,
    };
  });
}

/** The inks of methods, in the order of their description. */
export function inksOfMethods(
  methods: readonly string[],
  isControl: (method: string) => boolean,
): Map<string, Ink> {
  const rivals = methods.filter((method) => !isControl(method));
  let next = 0;
  return new Map(
    methods.map((method) => [
      method,
      isControl(method)
        ? control
        : method === rivals[0]
          ? base
          : method === rivals.at(-1)
            ? study
            : rest[next++ % rest.length],
    ]),
  );
}

/** The k-th of n shades of a colour, from light to dark; alone it stays as it is. */
function shade(colour: string, k: number, n: number): string {
  return n === 1 ? colour : shadeAt(colour, 0.78 - (0.42 * k) / (n - 1));
}

/** A colour at this lightness, between 0 and 1. */
function shadeAt(colour: string, l: number): string {
  return hexOf({ ...oklchOf(colour), l });
}
