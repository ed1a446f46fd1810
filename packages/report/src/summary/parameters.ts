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
}

/** In the order of reading. */
const notations: Readonly<Record<string, Notation>> = {
  model: { symbol: 'model' },
  'data.name': { symbol: 'data' },
  N: { symbol: 'N', axis: 'number of weights N' },
  alpha: { symbol: 'α', axis: 'load α = P/N' },
  M: { symbol: 'M', axis: 'number of covers M' },
  S: { symbol: 'S', axis: 'sampled destinations S' },
  'kernel.kind': { symbol: 'kernel', bare: true },
  'kernel.mu': { symbol: 'μ', axis: 'shift μ of the ring (covers)' },
  'kernel.sigma': { symbol: 'σ', axis: 'width σ of the ring (covers)', logarithmic: true },
  'kernel.matrix': { symbol: 'Q' },
  gamma: { symbol: 'γ', axis: 'attraction γ' },
  cost: { symbol: 'cost' },
  'schedule.from': { symbol: 'T from' },
  'schedule.to': { symbol: 'T to' },
  'schedule.step': { symbol: 'T step' },
  sweeps: { symbol: 'sweeps per T' },
};

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
  return bare ? String(value).replaceAll('-', ' ') : `${symbol} = ${value}`;
}

/** Orders parameters for reading: known ones as listed above, then the others by name. */
export function comparePaths(a: string, b: string): number {
  const known = Object.keys(notations);
  const [i, j] = [known.indexOf(a), known.indexOf(b)];
  if (i !== j) return (i < 0 ? known.length : i) - (j < 0 ? known.length : j);
  return a === b ? 0 : a < b ? -1 : 1;
}
