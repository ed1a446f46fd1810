import type { ShownExperiment } from '@mcover/explore';
import { type Ink, inDark, inksOfSeries } from '@mcover/report/look';
import type { Line, Panel } from './arrange.ts';

/** The shapes of the report as paths about their middle. */
export const paths: Readonly<Record<string, string>> = {
  circle: 'M-5,0a5,5 0 1 0 10,0a5,5 0 1 0 -10,0',
  square: 'M-4.5,-4.5h9v9h-9z',
  'triangle-up': 'M0,-6L6,5H-6z',
  'triangle-down': 'M0,6L6,-5H-6z',
  'triangle-right': 'M6,0L-5,6V-6z',
  'triangle-left': 'M-6,0L5,6V-6z',
  diamond: 'M0,-6.5L6.5,0L0,6.5L-6.5,0z',
  cross: 'M-6,-2h4v-4h4v4h4v4h-4v4h-4v-4h-4z',
};

/** The inks that the report would give the lines of some panels, by their labels. */
export function inksOf(
  panels: readonly Panel[],
  { methods }: ShownExperiment,
  dark: boolean,
): Map<string, Ink> {
  const lines = new Map<string, Line>(panels.flatMap(({ lines }) => lines.map((line) => [line.label, line])));
  const inks = inksOfSeries([...lines.values()], methods);
  return new Map(
    [...lines.keys()].map((label, i) => {
      const { colour, shape } = inks[i];
      return [label, { colour: dark ? inDark(colour) : colour, shape }];
    }),
  );
}
