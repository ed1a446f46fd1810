import { type Classified, hardError, type Labelled, stream } from '@mcover/core';
import {
  committeeLandscape,
  type Landscape,
  type Match,
  mlpLandscape,
  type NullDistance,
  noisyError,
  nullDistance,
  type Pair,
  pairOf,
  type SampledError,
  sampledError,
} from '@mcover/landscape';
import { inOneLine, isInputError, UsageError } from '../error.ts';
import { engineOf } from '../lanes/engines.ts';
import type { NetworkFile } from './network-file.ts';
import { arePatternsAlike, ownPatterns, patternsFrom } from './patterns.ts';

export interface CompareOptions {
  /** Patterns, as `patternsFrom`; those that the first file's trial learnt from without it. */
  readonly data?: string | undefined;
  readonly label?: string | number | undefined;
  readonly match: Match;
  /** Paths have 2^levels steps. */
  readonly levels: number;
  /** Sizes of multiplicative noise, and how often it is drawn for a multilayer perceptron. */
  readonly noise: readonly number[];
  readonly draws: number;
  /** Is told what is computed next. */
  onNote?(note: string): void;
}

/** One network on the patterns. */
export interface Solution {
  readonly file: string;
  /** Share of the patterns that it misclassifies. */
  readonly error: number;
  /** The mean error under noise; of a committee exactly. */
  readonly energy: readonly SampledError[];
}

/** Two networks on the patterns. */
export interface ComparedPair extends Pair {
  readonly first: string;
  readonly second: string;
}

export interface Comparison {
  readonly shape: string;
  /** Number of patterns. */
  readonly patterns: number;
  readonly solutions: readonly Solution[];
  readonly pairs: readonly ComparedPair[];
  /** Of networks of random weights, where there is a torus. */
  readonly nothingInCommon?: NullDistance;
}

/** Pairs of random networks: their distances differ little. */
const nullPairs = 4;

/**
 * Compares some networks in all pairs, and each by itself. Prints nothing.
 *
 * @throws UsageError that names both files, where two are not of one shape or learnt from different patterns.
 */
export async function compareNetworks(
  networks: readonly NetworkFile[],
  options: CompareOptions,
): Promise<Comparison> {
  const { levels, onNote = () => {} } = options;
  const [first] = networks;
  for (const other of networks) {
    if (other.shape !== first.shape)
      throw new UsageError(
        inOneLine(
          `${first.file} is ${first.shape}, and ${other.file} is ${other.shape}: give two of one shape`,
        ),
      );
  }
  const patterns = await patternsOf(networks, options);
  const landscape = landscapeOf(first, patterns, options);
  const solutions = networks.map((network): Solution => {
    const { file, weights } = network;
    onNote(`${file}: local energy`);
    const energy = energyOf(network, landscape.error, patterns, options);
    return { file, error: landscape.error(weights), energy };
  });
  const pairs = networks.flatMap((a, i) =>
    networks.slice(i + 1).map((b): ComparedPair => {
      onNote(`${a.file} and ${b.file}: paths`);
      return { first: a.file, second: b.file, ...pairOfFiles(landscape, a, b, levels) };
    }),
  );
  const { torus, align } = landscape;
  const random = stream({ root: 1, trial: 0 }, 'landscape null');
  return {
    shape: first.shape,
    patterns: patterns.P,
    solutions,
    pairs,
    ...(torus && { nothingInCommon: nullDistance(torus, align, nullPairs, random) }),
  };
}

/** Under the same noise for every network. */
function energyOf(
  of: NetworkFile,
  error: Landscape['error'],
  patterns: Classified | Labelled,
  { noise, draws }: CompareOptions,
): readonly SampledError[] {
  if (of.kind === 'mlp')
    return sampledError(error, of.weights, noise, draws, stream({ root: 1, trial: 0 }, 'landscape noise'));
  const { K } = of.size;
  return noise.map((sigma) => {
    const mean = noisyError(patterns as Labelled, of.weights, K, sigma);
    return { sigma, mean, standardError: 0 };
  });
}

async function patternsOf(
  networks: readonly NetworkFile[],
  { data, label }: CompareOptions,
): Promise<Classified | Labelled> {
  const [first] = networks;
  if (data !== undefined) {
    if (first.kind === 'mlp') return patternsFrom(data, label, first.network.widths);
    throw new UsageError(inOneLine(`--data ${data}: a committee is compared on what its trial learnt from`));
  }
  const learnt = [];
  for (const network of networks) learnt.push({ network, patterns: await ownPatterns(network) });
  const known = learnt.flatMap(({ network, patterns }) => (patterns ? [{ network, patterns }] : []));
  const [one] = known;
  if (!one)
    throw new UsageError(
      inOneLine(
        `${first.file} does not say what it learnt from; name patterns: --data mnist:10000, or a file`,
      ),
    );
  const other = known.find(({ patterns }) => !arePatternsAlike(one.patterns, patterns));
  if (!other) return one.patterns;
  const remedy = 'take trials of one seed ("mcover repro --copy 1" makes others), or name patterns by --data';
  throw new UsageError(
    inOneLine(`${one.network.file} and ${other.network.file} learnt from different patterns; ${remedy}`),
  );
}

function landscapeOf(
  first: NetworkFile,
  patterns: Classified | Labelled,
  { match }: CompareOptions,
): Landscape {
  if (first.kind === 'committee') {
    const { size } = first;
    return committeeLandscape(size, (w) => hardError(w, size.K, patterns as Labelled));
  }
  const judge = engineOf('auto').judge(first.network, patterns as Classified);
  return mlpLandscape(first.network, judge, { match });
}

function pairOfFiles(landscape: Landscape, a: NetworkFile, b: NetworkFile, levels: number): Pair {
  try {
    return pairOf(landscape, a.weights, b.weights, levels);
  } catch (error) {
    if (!isInputError(error)) throw error;
    throw new UsageError(inOneLine(`${a.file} and ${b.file}: ${error.message}`));
  }
}
