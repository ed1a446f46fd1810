import type { CatalogueEntry } from './catalogue.ts';
import { methodName } from './method.ts';
import type { Parameters } from './parameters.ts';

/** What a group is in its experiment: a method, or a control that the paper does not have. */
export interface Role {
  /** For a reader. Tells the groups of one method apart that differ in what they are for. */
  name: string;
  control: boolean;
}

/** Copies without routing are a control anywhere; SGD is one where its rates are not those of the baselines. */
export function roleOf(method: string, parameters: Parameters, entry: CatalogueEntry | undefined): Role {
  if (method === 'independent') return { name: 'independent copies (control)', control: true };
  const { baseline = {} } = entry ?? {};
  if (method === 'sgd' && Object.keys(baseline).some((path) => parameters[path] !== baseline[path])) {
    return { name: 'SGD with tuned rate (control)', control: true };
  }
  return { name: methodName(method), control: false };
}
