import { canonical, type TrialSpec } from '@mcover/record';

export type Value = string | number | boolean;

/** Parameters by dotted path, `kernel.sigma`. */
export type Parameters = Readonly<Record<string, Value>>;

/**
 * All that a trial was asked for, but its method and seed, as one flat list: `params` under their own names,
 * the rest of the specification (`model`, `data.name`, …) beside them. Arrays are values, as JSON.
 */
export function parametersOf(spec: TrialSpec): Parameters {
  const { method: _method, seed: _seed, params, ...rest } = spec;
  const flat: Record<string, Value> = {};
  flatten(rest, '', flat);
  flatten(params, '', flat);
  return flat;
}

function flatten(value: object, prefix: string, into: Record<string, Value>): void {
  for (const [key, item] of Object.entries(value)) {
    const path = prefix + key;
    if (Array.isArray(item)) into[path] = canonical(item);
    else if (typeof item === 'object' && item !== null) flatten(item, `${path}.`, into);
    else into[path] = item as Value;
  }
}

/** Orders numbers by size and texts by their characters; what is missing comes first. */
export function compareValues(a: Value | undefined, b: Value | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}

/** How a parameter is written in text and on an axis. */
interface Notation {
  symbol: string;
  axis?: string;
  /** Its values speak for themselves: "directed ring", not "kind = directed ring". */
  bare?: true;
  logarithmic?: true;
  /** How a value is written, where not as it stands. */
  write?: (value: string) => string;
}

/** In the order of reading. */
const notations: Readonly<Record<string, Notation>> = {
  model: { symbol: 'model' },
  'data.name': {
    symbol: 'data',
    write: (name) => (name === 'hidden-manifold' ? `SYNTHETIC ${name}` : name),
  },
  'data.insteadOf': { symbol: 'instead of' },
  'data.D': { symbol: 'D', axis: 'dimensions D of the manifold' },
  'data.test': { symbol: 'test patterns' },
  'data.sha256': { symbol: 'SHA-256', write: (digest) => `${digest.slice(0, 12)}…` },
  arithmetic: { symbol: 'arithmetic' },
  classes: { symbol: 'classes', write: (pair) => JSON.parse(pair).join(' and ') },
  widths: { symbol: 'widths', write: (widths) => JSON.parse(widths).join('-') },
  N: { symbol: 'N', axis: 'number of weights N' },
  P: { symbol: 'P', axis: 'training patterns P' },
  K: { symbol: 'K', axis: 'hidden units K' },
  activation: { symbol: 'activation' },
  alpha: { symbol: 'α', axis: 'load α = P/N' },
  M: { symbol: 'M', axis: 'number of covers M' },
  S: { symbol: 'S', axis: 'sampled destinations S' },
  'kernel.kind': { symbol: 'kernel', bare: true, write: (kind) => kind.replaceAll('-', ' ') },
  'kernel.mu': { symbol: 'μ', axis: 'shift μ of the ring (covers)' },
  'kernel.sigma': { symbol: 'σ', axis: 'width σ of the ring (covers)', logarithmic: true },
  'kernel.matrix': { symbol: 'Q' },
  G: { symbol: 'G', axis: 'input blocks G of a layer' },
  mixing: { symbol: 'mixers' },
  loss: { symbol: 'loss of covers' },
  rate: { symbol: 'η', axis: 'learning rate η', logarithmic: true },
  momentum: { symbol: 'momentum' },
  noise: { symbol: 'noise', axis: 'initial noise of a cover', write: shortened },
  growth: { symbol: 'growth', axis: 'growth of β and γ in an epoch' },
  beta: { symbol: 'β' },
  gamma: { symbol: 'γ' },
  attraction: { symbol: 'g' },
  attractionGrowth: { symbol: 'growth of g' },
  B: { symbol: 'B', axis: 'batch size B' },
  epochs: { symbol: 'epochs', axis: 'most epochs' },
  minLoss: { symbol: 'least loss' },
  cost: { symbol: 'cost' },
  'schedule.from': { symbol: 'T from' },
  'schedule.to': { symbol: 'T to' },
  'schedule.step': { symbol: 'T step' },
  sweeps: { symbol: 'sweeps per T' },
};

/** Three digits of a number: 0.01/√5 has seventeen. */
function shortened(value: string): string {
  return String(Number(Number(value).toPrecision(3)));
}

export function notationOf(path: string): Notation {
  return notations[path] ?? { symbol: path };
}

export function axisTitle(path: string): string {
  const { axis, symbol } = notationOf(path);
  return axis ?? symbol;
}

/** "σ = 1.5", or "directed ring". */
export function writeParameter(path: string, value: Value): string {
  const { symbol, bare } = notationOf(path);
  return bare ? writeValue(path, value) : `${symbol} = ${writeValue(path, value)}`;
}

/** "1.5", or "directed ring". */
export function writeValue(path: string, value: Value): string {
  const { write = String } = notationOf(path);
  return write(String(value));
}

/** Orders parameters for reading: known ones as listed above, then the others by name. */
export function comparePaths(a: string, b: string): number {
  const known = Object.keys(notations);
  const [i, j] = [known.indexOf(a), known.indexOf(b)];
  if (i !== j) return (i < 0 ? known.length : i) - (j < 0 ? known.length : j);
  return a === b ? 0 : a < b ? -1 : 1;
}
