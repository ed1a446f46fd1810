import { readFileSync } from 'node:fs';
import type { Axis } from './axis.ts';
import { grey } from './palette.ts';

/** Theory to draw beside measured errors against the load; core computes and writes the table. */
export interface Theory {
  source: string;
  thresholds: { information: number; ampSpinodal: number };
  /** Each with a name and equally many loads and errors. */
  curves: { name: string; alpha: number[]; generalizationError: number[] }[];
}

/** The theory of a model's result along a parameter: there is one of the perceptron's error against its load. */
export function theoryOf(model: unknown, metric: string, path: string): Theory | undefined {
  if (model !== 'perceptron' || metric !== 'generalizationError' || path !== 'alpha') return undefined;
  const file = new URL('../../tables/perceptron-theory.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Height above the frame that the names of the thresholds take, in pixels. */
export const thresholdRoom = 32;

/** One a curve, in the order of the table. */
const dashes = [
  [6, 4],
  [2, 3],
];
export const theoryReading = 'Grey: Bayes-optimal error (dashed), fixed point of AMP (dotted).';

/** Curves, and thresholds as vertical rules with their names above the frame. */
export function theoryLayers(theory: Theory | undefined, x: Axis, y: Axis): object[] {
  if (!theory) return [];
  const { curves, thresholds } = theory;
  const [from, to] = x.scale.domain;
  const lines = curves.map(({ alpha, generalizationError }, k) => ({
    data: { values: alpha.map((load, order) => ({ order, x: load, mean: generalizationError[order] })) },
    mark: { type: 'line', color: grey, strokeWidth: 1.3, strokeDash: dashes[k], clip: true },
    encoding: { x, y, order: { field: 'order' } },
  }));
  const rules = [
    { name: 'information-theoretic threshold', x: thresholds.information, y: -20 },
    { name: 'AMP spinodal', x: thresholds.ampSpinodal, y: -6 },
  ].filter((rule) => rule.x > from && rule.x < to);
  const marks = rules.flatMap(({ name, x: load, y: above }) => {
    const data = { values: [{ x: load }] };
    const text = `${name} ${load}`;
    return [
      { data, mark: { type: 'rule', color: '#bbbbbb' }, encoding: { x } },
      {
        data,
        mark: { type: 'text', align: 'left', fontSize: 11, color: grey, y: above, text },
        encoding: { x },
      },
    ];
  });
  return [...lines, ...marks];
}
