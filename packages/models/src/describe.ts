import type { TObject, TSchema } from '@mcover/record';
import { type Curve, type Metric, type Notation, NotationSchema, type Variant } from '@mcover/record';

/** What a reader of records needs to know of a model, from the words in its schemas. */

/**
 * How the parameters of some methods are written, in the order of their schemas, that of the richest
 * method first.
 *
 * @example
 * const notations = notationsOf(builtIn.variantsOf('perceptron'));
 * notations.find(({ path }) => path === 'kernel.mu').symbol; // 'μ'
 */
export function notationsOf(variants: readonly Variant[]): Notation[] {
  const found = new Map<string, Notation>(
    ['model', 'uses'].map((path) => [path, { path, symbol: path, tacit: true }]),
  );
  const count = ({ params }: Variant) => Object.keys(params.properties).length;
  for (const { spec, params } of [...variants].sort((a, b) => count(b) - count(a))) {
    const { data, arithmetic } = spec.properties;
    collect(data, 'data', found);
    if (arithmetic) collect(arithmetic, 'arithmetic', found);
    for (const [key, schema] of Object.entries(params.properties)) collect(schema, key, found);
  }
  return [...found.values()];
}

interface Parts {
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly oneOf?: readonly TSchema[];
}

/** Adds the notation of a parameter, or of each of its own parameters. */
function collect(schema: TSchema & Parts, path: string, found: Map<string, Notation>): void {
  const { properties, oneOf } = schema;
  if (oneOf) for (const member of oneOf) collect(member, path, found);
  else if (properties)
    for (const [key, part] of Object.entries(properties)) collect(part, `${path}.${key}`, found);
  else if (!found.has(path)) found.set(path, { path, ...wordsOf(schema, path) });
}

const words = Object.keys(NotationSchema.properties).filter((word) => word !== 'path' && word !== 'symbol');

/** Where there is no label, the description titles an axis, with a symbol of one letter behind it. */
function wordsOf(schema: TSchema, path: string): Omit<Notation, 'path'> {
  const { symbol, description } = schema;
  const given = Object.fromEntries(words.flatMap((word) => (word in schema ? [[word, schema[word]]] : [])));
  if (symbol === undefined || description === undefined || symbol.length > 1)
    return { symbol: symbol ?? path, ...given };
  const title = description.includes(symbol) ? description : `${description} ${symbol}`;
  return { symbol, label: title, ...given };
}

/**
 * The numbers and flags of a result that are shown, the one that an experiment is about first.
 *
 * @example
 * metricsOf(builtIn.model('perceptron').result)[0].key; // 'generalizationError'
 */
export function metricsOf(result: TObject): Metric[] {
  const shown = Object.entries(result.properties).filter(([, { tacit, type }]) => !tacit && type !== 'array');
  return shown.map(([key, schema]) => {
    const { label = key, better = 'lower', decimals, reference, against } = schema;
    return {
      key,
      label,
      better,
      ...(schema.type === 'boolean' && { flag: true }),
      ...(decimals !== undefined && { decimals }),
      ...(reference !== undefined && { reference }),
      ...(against !== undefined && { against }),
    };
  });
}

/**
 * The curves of a result, in the order of its schema.
 *
 * @example
 * curvesOf(builtIn.model('perceptron').result); // []
 * curvesOf(builtIn.model('perceptron-pair').result)[0].along; // { label: 'place t on the path' }
 */
export function curvesOf(result: TObject): Curve[] {
  return Object.entries(result.properties).flatMap(([key, { label = key, along }]) =>
    along ? [{ key, label, along }] : [],
  );
}
