import type { MlpProblem } from '@mcover/core';
import { initialMlp, mlpMixers } from '@mcover/core/internals';
import { scalingFigure } from '../figures/scaling.ts';
import { fitPowerLaw } from '../fit.ts';
import { difference, measure } from '../measure.ts';
import { randomPatterns, stepTask } from '../mlp-step.ts';
import { seed } from '../problem.ts';
import { rowOf } from '../row.ts';
import type { Fit, Missing, Row, Setting, Study } from '../study.ts';
import { fitTable, timeTable } from '../tables.ts';

/** Hidden units of each of two layers, covers, blocks of the routed layers and patterns. */
interface Sizes {
  d: number;
  M: number;
  G: number;
  B: number;
}

/** Inputs and classes: few, so that the layer of d × d is nearly all there is. */
const ends = 4;

/** A series of networks in which one size grows. */
interface Series {
  name: string;
  /** The size that grows; of blocks it is the number beyond one. */
  axis: 'd' | 'M' | 'G − 1';
  sizes: Sizes[];
  /** Whether the time is that beyond a step with one block: of the mixing, without the products. */
  beyondOneBlock: boolean;
  /** Of the plain engine. */
  expected: { exponent: number; tolerance: number };
}

/**
 * A routed layer of d × d takes 3·M·B·d² products, forward, back and for the gradient, and 2·M²·B·d·G for the mixing,
 * forward and back. With one block the mixing is a twentieth of the products or less; what more blocks add to a step is
 * mixing alone. All mixers of a problem, 8·d·G·M² bytes, are less than 10 MB.
 */
const everySeries: readonly Series[] = [
  {
    name: 'd, products',
    axis: 'd',
    sizes: [96, 128, 192, 256, 384].map((d) => ({ d, M: 2, G: 1, B: 8 })),
    beyondOneBlock: false,
    expected: { exponent: 2, tolerance: 0.1 },
  },
  {
    name: 'M, products',
    axis: 'M',
    sizes: [2, 3, 4, 6, 8].map((M) => ({ d: 128, M, G: 1, B: 32 })),
    beyondOneBlock: false,
    expected: { exponent: 1, tolerance: 0.1 },
  },
  {
    name: 'M, mixing',
    axis: 'M',
    sizes: [8, 12, 16, 24, 32].map((M) => ({ d: 32, M, G: 32, B: 16 })),
    beyondOneBlock: true,
    expected: { exponent: 2, tolerance: 0.1 },
  },
  {
    name: 'G, mixing',
    axis: 'G − 1',
    sizes: [4, 8, 16, 24, 32].map((G) => ({ d: 32, M: 24, G, B: 16 })),
    beyondOneBlock: true,
    expected: { exponent: 1, tolerance: 0.1 },
  },
];

/** Table 2 of the paper for the multilayer perceptron: O(MBdd′ + M²Bd′G) a layer. */
export const mlpScaling: Study = {
  id: 'mlp-scaling',
  title: 'Cost of a gradient step of the multilayer perceptron against d, M and G',
  run(setting) {
    const parts = everySeries.map((series) => runSeries(series, setting));
    const rows = parts.flatMap((part) => part.rows);
    const missing = parts.flatMap((part) => part.missing);
    const fits = parts.flatMap((part) => part.fits);
    const caption = {
      id: 'mlp-scaling',
      alt: 'Time of a gradient step against width, covers and blocks on logarithmic axes, with fitted power laws',
      title: 'Cost of a gradient step of the multilayer perceptron',
      subtitle: `Widths ${ends}-d-d-${ends}, routed.`,
    };
    return {
      method: [
        `A step of ${ends}-d-d-${ends} with ReLU, mixed by the uniform kernel. The layer of d × d is nearly all of it; the first one mixes weights, whatever G.`,
        'The cost is the sum of two terms, O(MBdd′) for products and O(M²Bd′G) for mixing. The exponents of the first are those of a step with one block; of the second, those of what a step with G blocks takes beyond it, round by round.',
        'All engines make the same steps from the same weights, in turns. The exponents are promised of the plain engine: the others, at sizes that it can bear, spend part of their time on what does not grow so.',
      ].join(' '),
      rows,
      missing,
      fits,
      ratios: [],
      tables: [fitTable('mlp-scaling-exponents', fits), timeTable('mlp-scaling-times', rows, missing)],
      figures: [scalingFigure(rows, fits, caption)],
      slowness: parts.map((part) => part.slowness),
    };
  },
};

function runSeries(
  { name, axis, sizes, beyondOneBlock, expected }: Series,
  { engines, short, log }: Setting,
): { rows: Row[]; missing: Missing[]; fits: Fit[]; slowness: number[] } {
  log(`mlp-scaling: ${name}`);
  const grown = short ? sizes.map((size) => ({ ...size, B: 2 })) : sizes;
  const all = beyondOneBlock ? [...grown, ...oneBlockEach(grown)] : grown;
  const tasks = engines.flatMap((engine) => all.map((size) => stepTask(engine, problemOf(size))));
  const plan = short ? { rounds: 3, budget: 4 } : { rounds: 9, budget: 24 };
  const { tasks: measured, slowness } = measure(tasks, plan);
  const rows: Row[] = [];
  const missing: Missing[] = [];
  const fits: Fit[] = [];
  engines.forEach(({ name: subject }, e) => {
    const own = measured.slice(e * all.length, (e + 1) * all.length);
    const points = grown.map(({ d, M, G, B }, i) => {
      const at = { d, M, 'G − 1': G - 1, B };
      const oneBlock = all.findIndex((size) => size.M === M && size.G === 1);
      const timed = beyondOneBlock ? difference(own[i], own[oneBlock]) : own[i];
      const unit = beyondOneBlock ? 'step, beyond G = 1' : 'step';
      const place = { series: name, subject, at, unit };
      if (timed.median > 0) rows.push(rowOf(timed, place));
      else missing.push({ ...place, reason: 'lost in the noise; run again on an idle machine' });
      return { size: at[axis], time: timed.median };
    });
    // A time that noise has made negative has no logarithm, and without it the others are no series.
    if (points.some(({ time }) => time <= 0)) return;
    const promised = e === 0 ? expected : undefined;
    fits.push({ series: name, subject, against: axis, expected: promised, ...fitPowerLaw(points) });
  });
  return { rows, missing, fits, slowness };
}

/** The same with one block, once for each number of covers. */
function oneBlockEach(sizes: readonly Sizes[]): Sizes[] {
  const byCovers = new Map(sizes.map((size) => [size.M, { ...size, G: 1 }]));
  return [...byCovers.values()];
}

function problemOf({ d, M, G, B }: Sizes): MlpProblem {
  const widths = [ends, d, d, ends];
  const coupling = { kind: 'routing', M, S: 1, kernel: { kind: 'uniform' } } as const;
  const mixed = { coupling, mixing: 'exact' } as const;
  // The few inputs have no room for G blocks.
  const [first] = mlpMixers(widths, { ...mixed, G: 1 }, seed);
  const [, ...others] = mlpMixers(widths, { ...mixed, G }, seed);
  return {
    widths,
    activation: 'relu',
    loss: 'sum',
    M,
    B,
    mixers: [first, ...others],
    patterns: randomPatterns(ends, ends, B),
    weights: initialMlp({ widths, M, noise: 0.01 }, seed),
  };
}
