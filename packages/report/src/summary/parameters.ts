import { canonical, type TrialSpec } from '@mcover/record';

export type Value = string | number | boolean;

/** Parameters by dotted path, `kernel.sigma`. */
export type Parameters = Readonly<Record<string, Value>>;

/**
 * All that a trial was asked for, but its method and seed, as one flat list: `params` under their own names,
 * the rest of the specification (`model`, `data.name`, …) beside them. Arrays are values, as JSON. Data that stand in
 * for others are called SYNTHETIC.
 */
export function parametersOf(spec: TrialSpec): Parameters {
  const { method: _method, seed: _seed, params, ...rest } = spec;
  const flat: Record<string, Value> = {};
  flatten(rest, '', flat);
  flatten(params, '', flat);
  if (isStandIn(spec)) flat['data.name'] = `SYNTHETIC ${flat['data.name']}`;
  return flat;
}

/** Whether parameters are as they are wanted. */
export function hasAll(parameters: Parameters, wanted: Parameters): boolean {
  return Object.entries(wanted).every(([path, value]) => parameters[path] === value);
}

/** Parameters without those of some paths. */
export function without(parameters: Parameters, paths: readonly string[]): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([path]) => !paths.includes(path)));
}

/** Whether patterns were generated in the place of a data set that was missing. */
export function isStandIn({ data }: TrialSpec): boolean {
  return 'insteadOf' in data;
}

/** Puts the parts of a value under their dotted paths; lists are values, as JSON. */
export function flatten(value: object, prefix: string, into: Record<string, Value>): void {
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
