import type { CatalogueEntry, Control } from './catalogue.ts';
import { methodName } from './method.ts';
import { type Parameters, writeParameter } from './parameters.ts';

/** What a group is in its experiment: a method, or a control that the paper does not have. */
export interface Role {
  /** For a reader. Tells the groups of one method apart that differ in what they are for. */
  name: string;
  control: boolean;
}

/** Copies without routing are a control anywhere, others where the catalogue says so. */
export function roleOf(method: string, parameters: Parameters, entry: CatalogueEntry | undefined): Role {
  if (method === 'independent') return { name: 'independent copies (control)', control: true };
  const control = controlOf(method, parameters, entry);
  if (!control) return { name: methodName(method), control: false };
  const differing = departures(control, parameters).map((path) => writeParameter(path, parameters[path]));
  const name = control.name ?? `${methodName(method)} with ${differing.join(', ')}`;
  return { name: `${name} (control)`, control: true };
}

/** The control that a group of these parameters is, if it is one. */
export function controlOf(
  method: string,
  parameters: Parameters,
  entry: CatalogueEntry | undefined,
): Control | undefined {
  return entry?.controls?.find(
    (control) => control.method === method && departures(control, parameters).length > 0,
  );
}

function departures({ baseline }: Control, parameters: Parameters): string[] {
  return Object.keys(baseline).filter((path) => parameters[path] !== baseline[path]);
}
