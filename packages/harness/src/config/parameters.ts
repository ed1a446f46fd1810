import type { Registry } from '@mcover/models';
import type { TObject, TSchema } from '@mcover/record';
import { closed } from '@mcover/record';
import { experimentSchema } from './schema.ts';

/** One parameter of a model, as its methods have it. */
export interface Parameter {
  /** Dotted path, as a sweep or a setting names it. */
  path: string;
  symbol: string;
  /** JSON; "given" where an experiment has to say it, perhaps with some kinds alone; "none" where it may be left out. */
  default: string;
  /** "whole, 1 to 255", "above 0", or the words that it may be. */
  range: string;
  about: string;
  methods: string[];
}

type Parts = TSchema & {
  properties?: Record<string, TSchema>;
  required?: readonly string[] | undefined;
  oneOf?: readonly (TSchema & { properties: Record<string, TSchema> })[];
};

/** Every parameter of a model, in the order of its schemas, those of the richest method first, and its data. */
export function parametersOf(registry: Registry, model: string): Parameter[] {
  const found = new Map<string, Parameter>();
  const variants = [...registry.variantsOf(model)];
  const richest = [...variants].sort((a, b) => sizeOf(b.params) - sizeOf(a.params));
  for (const { method, params } of richest) collect(params, '', method, found);
  for (const { method, spec } of richest) collect(asked(spec.properties.data), 'data.', method, found);
  const order = variants.map(({ method }) => method);
  for (const { methods } of found.values()) methods.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return [...found.values()];
}

const sizeOf = (params: TObject) => Object.keys(params.properties).length;

function collect(schema: Parts, prefix: string, method: string, found: Map<string, Parameter>): void {
  for (const [key, part] of Object.entries(fieldsOf(schema))) {
    const path = prefix + key;
    if (filledIn.includes(path)) continue;
    const parts = Object.keys(fieldsOf(part)).length > 0;
    // The default of an object with defaults of its own says nothing.
    if (!parts || (part.default !== undefined && Object.keys(part.default).length > 0))
      add({ ...parameterOf(part, path, demandOf(schema, key)), methods: [method] }, found);
    if (parts) collect(part, `${path}.`, method, found);
  }
}

/** Of data in files of one's own, an experiment names the files and a plan finds out the rest. */
function asked(data: Parts): Parts {
  const { oneOf } = data;
  return oneOf
    ? { ...data, oneOf: oneOf.filter(({ properties }) => properties.name?.const !== 'files') }
    : data;
}

/** What a plan adds by itself. */
const filledIn = ['data.sha256', 'data.insteadOf'];

/** Whether a part without a default has to be given. */
function demandOf({ required = [], oneOf }: Parts, key: string): string {
  if (!oneOf) return required.includes(key) ? 'given' : 'none';
  const having = oneOf.filter((one: Parts) => one.required?.includes(key));
  if (having.length === oneOf.length) return 'given';
  const words = having.map(({ properties }) => Object.values(properties).find((part) => part.const)?.const);
  return having.length > 0 ? `given with ${words.join(', ')}` : 'none';
}

function add(parameter: Parameter, found: Map<string, Parameter>): void {
  // Methods may have defaults of their own.
  const key = `${parameter.path} ${parameter.default}`;
  const known = found.get(key);
  if (known) known.methods = [...new Set([...known.methods, ...parameter.methods])];
  else found.set(key, parameter);
}

function parameterOf(schema: Parts, path: string, demand: string): Omit<Parameter, 'methods'> {
  const { symbol = path, description = '', label = '' } = schema;
  const byDefault = schema.default === undefined ? undefined : JSON.stringify(schema.default);
  return {
    path,
    symbol,
    default: byDefault ?? demand,
    range: rangeOf(schema),
    about: description || label,
  };
}

/** Parameters of an object; of alternatives, those of all of them, each with all of its words. */
function fieldsOf({ properties = {}, oneOf }: Parts): Record<string, TSchema> {
  if (!oneOf) return properties;
  const all: Record<string, TSchema> = Object.assign({}, ...oneOf.map(({ properties }) => properties));
  // Alternatives are told apart by the one word that each of them has of its own.
  const tags = Object.entries(all).filter(([, { const: word }]) => word !== undefined);
  const words = tags.map(([tag, schema]) => {
    const own = oneOf.flatMap(({ properties }) => properties[tag]?.const ?? []);
    return [tag, { type: 'string', enum: own, symbol: schema.symbol }];
  });
  return { ...all, ...Object.fromEntries(words) };
}

function rangeOf(schema: TSchema): string {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, minItems, items } = schema;
  const words = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (words) return words.join(', ');
  if (type === 'array') {
    return `list${minItems ? ` of ${minItems} or more` : ''}${items ? `: ${rangeOf(items)}` : ''}`;
  }
  if (type === 'boolean') return 'true, false';
  if (type !== 'number' && type !== 'integer') return String(type ?? 'any');
  const low =
    minimum !== undefined
      ? `from ${minimum}`
      : exclusiveMinimum !== undefined
        ? `above ${exclusiveMinimum}`
        : '';
  const high =
    maximum !== undefined
      ? `to ${maximum}`
      : exclusiveMaximum !== undefined
        ? `below ${exclusiveMaximum}`
        : '';
  const bounds = [low, high].filter(Boolean).join(' ') || 'any';
  return type === 'integer' ? `whole, ${bounds}` : bounds;
}

/** All parameters of all models as markdown: docs/parameters.md. */
export function parametersText(registry: Registry): string {
  const sections = registry.models.map(({ name, methods }) => {
    const every = Object.keys(methods).length;
    const rows = parametersOf(registry, name).map((one) => [
      `\`${one.path}\``,
      one.symbol,
      /^(given|none)/.test(one.default) ? one.default : `\`${one.default}\``,
      one.range,
      one.about,
      one.methods.length === every ? 'all' : one.methods.join(', '),
    ]);
    const lines = [titles, titles.map(() => '---'), ...rows].map(
      (row) => `| ${row.map(escaped).join(' | ')} |`,
    );
    const labels = Object.entries(methods).map(([method, { label }]) => `\`${method}\` (${label})`);
    return `## ${name}\n\nMethods: ${labels.join(', ')}.\n\n${lines.join('\n')}\n`;
  });
  return `${introduction}\n\n${sections.join('\n')}`;
}

const titles = ['parameter', 'symbol', 'default', 'allowed', 'what it is', 'methods'];
const escaped = (text: string) => text.replace(/[|<]/g, '\\$&');

const introduction = `# Parameters

<!-- Made by "npm run docs" from the schemas of the models; edit those. -->

Every parameter of every model, by the dotted path that \`params\`, \`sweep\` and settings of the command line use
(\`mcover run FILE kernel.sigma=1,2,3\`). *given*: an experiment has to say it. *none*: it may be left out. Widths and shifts
of kernels count covers; temperatures and energies have the unit of the cost.`;

/**
 * The schema of experiment files for readers and editors: beside all keys, every parameter of every model of the program. An
 * experiment that names modules of one's own may have others.
 */
export function documentedSchema(registry: Registry): object {
  const names = registry.models.map(({ name }) => name);
  const parameters = (name: string) => {
    const all = registry.variantsOf(name).map(({ params }) => partial(params).properties);
    return { type: 'object', properties: Object.assign({}, ...all), ...closed };
  };
  const own = (name: string) => {
    const params = { $ref: `#/$defs/${name}` };
    const withParams = { type: 'object', properties: { params } };
    return {
      if: {
        type: 'object',
        properties: { model: { const: name }, uses: false },
        required: ['model'],
      },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: {
        type: 'object',
        properties: {
          params,
          methods: { type: 'array', items: withParams },
          profiles: { type: 'object', additionalProperties: withParams },
        },
      },
    };
  };
  return {
    ...experimentSchema,
    allOf: names.map(own),
    $defs: Object.fromEntries(names.map((name) => [name, parameters(name)])),
  };
}

/** What a part of the parameters may be: nothing is required, since other parts may have it. */
function partial(schema: Parts): Parts & { properties: Record<string, TSchema> } {
  const fields = Object.entries(fieldsOf(schema)).map(([key, part]) => [
    key,
    part.properties || part.oneOf ? partial(part) : part,
  ]);
  const { default: by, description } = schema;
  return {
    type: 'object',
    ...(by !== undefined && { default: by }),
    ...(description !== undefined && { description }),
    properties: Object.fromEntries(fields),
    ...closed,
  } as unknown as ReturnType<typeof partial>;
}
