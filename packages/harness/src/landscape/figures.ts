import path from 'node:path';
import type { Way } from '@mcover/landscape';
import type { CurvePanel, CurvePoint } from '@mcover/report';
import type { ComparedPair, Comparison } from './compare.ts';

/** How the three paths are called. */
export const pathNames = {
  linear: 'straight, as they are',
  aligned: 'straight, aligned',
  geodesic: 'geodesic, aligned',
} as const;

/** Files by the shortest names that tell them apart. */
export function shortNames(files: readonly string[]): Map<string, string> {
  const bases = files.map((file) => path.basename(file, '.safetensors'));
  const apart = new Set(bases).size === new Set(files).size;
  return new Map(files.map((file, i) => [file, apart ? shortened(bases[i]) : file]));
}

/** Ids of trials are long. */
const shortened = (name: string) => (/^[0-9a-f]{64}$/.test(name) ? name.slice(0, 12) : name);

/** The figures of a comparison, by their names, as SVG text. */
export async function landscapeFigures(comparison: Comparison): Promise<Map<string, string>> {
  const { curvesFigure } = await import('@mcover/report');
  const { shape, patterns, solutions, pairs } = comparison;
  const names = shortNames(solutions.map(({ file }) => file));
  const ways = (['linear', 'aligned', 'geodesic'] as const).filter((key) => pairs[0]?.paths[key]);
  const paths = ways.map(
    (key): CurvePanel => ({
      heading: pathNames[key],
      x: 'place t on the path',
      curves: new Map(pairs.map((pair) => [pairName(pair, names), pointsOf(pair.paths[key]!)])),
    }),
  );
  const ofEach = (heading: string, less: (error: number) => number): CurvePanel => ({
    heading,
    x: 'noise σ',
    curves: new Map(
      solutions.map(({ file, error, energy }): [string, CurvePoint[]] => [
        names.get(file)!,
        [{ sigma: 0, mean: error, standardError: 0 }, ...energy].map(({ sigma, mean, standardError }) => ({
          x: sigma,
          mean: mean - less(error),
          low: mean - less(error) - 2 * standardError,
          high: mean - less(error) + 2 * standardError,
        })),
      ]),
    ),
  });
  const on = `${shape}; errors on ${patterns} patterns.`;
  return new Map([
    ...(paths.length > 0
      ? [['paths.svg', await curvesFigure('From one network to another', on, paths)] as const]
      : []),
    [
      'energy.svg',
      await curvesFigure('Errors under noise on the weights', `${on} Bands: ± 2 standard errors.`, [
        ofEach('error E', () => 0),
        ofEach('local energy δE: above the error without noise', (error) => error),
      ]),
    ],
  ]);
}

export const pairName = ({ first, second }: ComparedPair, names: ReadonlyMap<string, string>) =>
  `${names.get(first)} – ${names.get(second)}`;

const pointsOf = ({ errors }: Way): CurvePoint[] =>
  Array.from(errors, (mean, n) => ({ x: n / (errors.length - 1), mean }));
