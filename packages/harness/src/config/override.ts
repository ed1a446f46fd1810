import { notationsOf, type Registry } from '@mcover/models';
import type { TSchema } from '@mcover/record';
import { knownWords, type Variant } from '@mcover/record';
import { UsageError } from '../error.ts';
import { assign, type Located, member, merge, parseLocated, plain, without } from './located.ts';

/**
 * Settings of a command line that come over an experiment in its profile: `N=2001`, and with commas a sweep,
 * `kernel.sigma=1,2,3`. Each of their values knows the text that it was written in.
 */
export interface Override {
  /** Dotted path of a parameter, or of the data after `data.`. */
  path: string;
  values: readonly Located[];
}

/** Whether an argument is a setting, not the name of a file. */
export const isOverride = (text: string) => /^[^=/\\]+=/.test(text);

/** @throws UsageError where a text is no setting. */
export function overrideOf(text: string): Override {
  const [, key = '', list = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  const values = topLevel(list);
  if (key === '' || values.some((value) => value === ''))
    throw new UsageError(`${JSON.stringify(text)} is no setting; write one as N=2001 or kernel.sigma=1,2,3`);
  return {
    path: key.replace(/^params\./, ''),
    values: values.map((value) => valueFrom(value, JSON.stringify(text))),
  };
}

/** The parts between commas that stand in no bracket and no quotes. */
function topLevel(list: string): string[] {
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (const [i, letter] of [...list].entries()) {
    if (letter === '"' && list[i - 1] !== '\\') quoted = !quoted;
    if (!quoted && '[{'.includes(letter)) depth++;
    if (!quoted && ']}'.includes(letter)) depth--;
    if (letter === ',' && depth === 0 && !quoted) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

/** JSON, or else a word. */
function valueFrom(text: string, file: string): Located {
  const json = /^([[{"-]|\d|(true|false|null)$)/.test(text);
  return json ? parseLocated(text, file) : { kind: 'leaf', place: { file, line: 1, column: 1 }, value: text };
}

/**
 * The experiment with some settings laid over it. A setting reaches every method that has the parameter, whatever the file
 * says of it there.
 *
 * @throws UsageError for a parameter that no method has.
 */
export function overridden(node: Located, overrides: readonly Override[], registry: Registry): Located {
  return overrides.reduce((before, one) => {
    const name = plain(member(before, 'model')!) as string;
    // An unknown model is told of where its cells are made.
    if (!registry.models.some((model) => model.name === name)) return before;
    const variants = registry.variantsOf(name);
    return one.path.startsWith('data.')
      ? withData(before, one, variants)
      : withParameter(before, one, variants);
  }, node);
}

function withData(node: Located, { path, values }: Override, variants: readonly Variant[]): Located {
  refuseUnknown(path, variants, (known) => known.includes(path));
  if (values.length > 1) throw new UsageError(`${path}: data cannot be swept; give one value`);
  return assign(node, path, values[0]);
}

function withParameter(node: Located, { path, values }: Override, variants: readonly Variant[]): Located {
  const methods = member(node, 'methods') as Located & { kind: 'array' };
  const shared = member(node, 'params');
  const takes = methods.items.map((method) => {
    const variant = variants.find(({ method: name }) => name === plain(member(method, 'method')!));
    const own = member(method, 'params');
    const params = own ? merge(shared, own) : shared;
    return variant !== undefined && hasPath(variant.params, path.split('.'), params);
  });
  refuseUnknown(path, variants, () => takes.includes(true));
  const below = (key: string) => key === path || key.startsWith(`${path}.`);
  const cleared = (of: Located) => {
    const sweep = member(of, 'sweep');
    refuseSweptWhole(path, sweep);
    return sweep && without(sweep, below);
  };
  const { place } = values[0];
  const list: Located = { kind: 'array', place, items: values };
  const none: Located = { kind: 'leaf', place, value: null };
  return {
    ...node,
    members: new Map([
      ...membersOf(node),
      ['sweep', withMember(cleared(node), path, list, place)],
      [
        'methods',
        {
          ...methods,
          items: methods.items.map((method, i) => {
            const own = cleared(method);
            const sweep = takes[i] ? own : withMember(own, path, none, place);
            return sweep ? withMember(method, 'sweep', sweep, place) : method;
          }),
        },
      ],
    ]),
  } as Located;
}

const membersOf = (node: Located | undefined) => (node?.kind === 'object' ? node.members : new Map());

/** Keys are whole paths here. */
function withMember(
  node: Located | undefined,
  key: string,
  value: Located,
  place: Located['place'],
): Located {
  return {
    kind: 'object',
    place: node?.place ?? place,
    members: new Map([...membersOf(node), [key, value]]),
  };
}

/** The values of the sweep would come over those of the setting, or the other way round. */
function refuseSweptWhole(path: string, sweep: Located | undefined): void {
  const above = [...membersOf(sweep).keys()].find((key) => path.startsWith(`${key}.`));
  if (above === undefined) return;
  throw new UsageError(`${path}: the experiment sweeps "${above}" as a whole; give ${above}={…} instead`);
}

type Parts = TSchema & { properties?: Record<string, TSchema>; oneOf?: TSchema[] };

/** Whether a schema has a parameter; of alternatives, the one whose kind is given. */
function hasPath(schema: Parts, [key, ...rest]: string[], given: Located | undefined): boolean {
  if (key === undefined) return true;
  if (schema.oneOf) {
    const kind = member(given, 'kind');
    const meant = schema.oneOf.filter(
      (one) => kind === undefined || key === 'kind' || one.properties.kind?.const === plain(kind),
    );
    return meant.some((one) => hasPath(one, [key, ...rest], given));
  }
  const { properties = {} } = schema;
  return Object.hasOwn(properties, key) && hasPath(properties[key], rest, member(given, key));
}

function refuseUnknown(
  path: string,
  variants: readonly Variant[],
  known: (paths: string[]) => boolean,
): void {
  const tacit = ['model', 'uses', 'arithmetic'];
  const paths = notationsOf(variants).flatMap((one) => (tacit.includes(one.path) ? [] : [one.path]));
  if (known(paths)) return;
  throw new UsageError(
    `${path}: no method of the ${variants[0].model} here has such a parameter${knownWords(path, paths)}`,
  );
}
