import type { Control, Description } from '@mcover/record';
import type { Parameters } from './parameters.ts';
import { printable } from './printable.ts';
import type { Terms } from './terms.ts';

/** What a group is in its experiment: a method, or a control that the paper does not have. */
export interface Role {
  /** For a reader. Tells the groups of one method apart that differ in what they are for. */
  name: string;
  control: boolean;
}

/** A method that is a control is one anywhere; groups of other methods are where the experiment says so. */
export function roleOf(
  method: string,
  parameters: Parameters,
  { description, notations }: Pick<Terms, 'description' | 'notations'>,
): Role {
  const { control = false } = description.methods?.[method] ?? {};
  const label = methodLabel(method, description);
  if (control) return { name: `${label} (control)`, control };
  const own = controlOf(method, parameters, description);
  if (!own) return { name: label, control };
  const differing = departures(own, parameters).map((path) => notations.write(path, parameters[path] ?? '–'));
  return { name: `${own.name ?? `${label} with ${differing.join(', ')}`} (control)`, control: true };
}

export function methodLabel(method: string, { methods }: Partial<Description>): string {
  return methods?.[method]?.label ?? printable(method);
}

/** The control that a group of these parameters is, if it is one. */
export function controlOf(
  method: string,
  parameters: Parameters,
  { controls }: Partial<Description>,
): Control | undefined {
  return controls?.find((control) => control.method === method && departures(control, parameters).length > 0);
}

function departures({ baseline }: Control, parameters: Parameters): string[] {
  return Object.keys(baseline).filter((path) => parameters[path] !== baseline[path]);
}

/** The methods that are no controls: the base method first, the one under study last. */
export function rivalsOf({ methods = {} }: Partial<Description>): string[] {
  return Object.keys(methods).filter((method) => !methods[method].control);
}

/** Orders methods as they are described, then the others by name. */
export function compareMethods(a: string, b: string, { methods = {} }: Partial<Description>): number {
  const order = Object.keys(methods);
  const [i, j] = [a, b].map((method) => (order.includes(method) ? order.indexOf(method) : order.length));
  return i - j || (a === b ? 0 : a < b ? -1 : 1);
}
