import { Ajv2020, type ErrorObject, type ValidateFunction } from './ajv.ts';
import { type Static, type TObject, type TSchema, Type } from './typebox.ts';

/** Of a schema of an object: it knows no further keys. */
export const closed = { additionalProperties: false };

/** A union whose members are told apart by one property, so that an error speaks of the member meant. */
export function taggedUnion<T extends TObject[]>(tag: string, members: [...T]) {
  return Type.Unsafe<Static<T[number]>>({
    type: 'object',
    discriminator: { propertyName: tag },
    required: [tag],
    properties: { [tag]: { type: 'string' } },
    oneOf: members,
  });
}

/** One of some words. */
export function choice<const T extends string>(words: readonly T[], options: object = {}) {
  return Type.Unsafe<T>({ type: 'string', enum: [...words], ...options });
}

/** What is wrong with a value, and where: `pointer` is a JSON pointer (RFC 6901) into the value. */
export interface Problem {
  pointer: string;
  message: string;
}

/** A schema ready for use: `problems` is empty when the value fits. */
export interface Validator<T> {
  problems(value: unknown): Problem[];
  fits(value: unknown): value is T;
}

/**
 * Neither is the code of a check made shorter, nor a schema itself checked: both took most of the time of a small command. The
 * program's own schemas are right, which a test sees to; those of files and modules go through `refuseNoSchema`.
 */
const quick = { code: { optimize: false }, validateSchema: false, meta: false };
const strict = { ...quick, strict: true, allErrors: true, discriminator: true, verbose: true };

/** How a parameter is written (description.ts): words for readers, without a meaning for a check. */
const words = [
  'symbol',
  'label',
  'bare',
  'logarithmic',
  'separator',
  'digits',
  'better',
  'decimals',
  'task',
  'tacit',
  'along',
  'reference',
  'against',
];
const checking = new Ajv2020(strict).addVocabulary(words);
/** Tells whether a value fits and no more, in half the time of the others to compile: only what does not fit needs these. */
const deciding = new Ajv2020({ ...strict, allErrors: false, verbose: false }).addVocabulary(words);
const filling = new Ajv2020({ ...strict, useDefaults: true }).addVocabulary(words);
const doubting = new Ajv2020({ ...strict, allErrors: false }).addVocabulary(words);

/**
 * Compiles a schema at its first use. With `fill`, values that are missing are filled in by their defaults; with
 * `doubt`, of a large text from anywhere, the first problem is enough.
 */
export function validator<T>(schema: TSchema, { fill = false, doubt = false } = {}): Validator<T> {
  let decided: ValidateFunction | undefined;
  let explained: ValidateFunction | undefined;
  const fits = (value: unknown): boolean => {
    decided ??= (fill ? filling : deciding).compile(schema);
    return decided(value) as boolean;
  };
  return {
    fits: (value): value is T => fits(value),
    problems(value) {
      if (fits(value)) return [];
      explained ??= fill ? decided! : (doubt ? doubting : checking).compile(schema);
      explained(value);
      // Of a choice that does not fit, its members say why.
      const told = (explained.errors ?? []).filter(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf');
      return told.map(explain);
    },
  };
}

let meta: Ajv2020 | undefined;

/** @throws Error for a value that is no JSON Schema (2020-12). */
export function refuseNoSchema(value: unknown): void {
  meta ??= new Ajv2020();
  meta.validateSchema(value as TSchema, true);
}

interface ParentSchema {
  properties?: object;
  oneOf?: { properties: Record<string, { const?: unknown }> }[];
}

/** One ajv error in a sentence that names the offending value and what is allowed instead. */
function explain(error: ErrorObject): Problem {
  const { keyword, params, instancePath: pointer, data } = error;
  const schema = (error.parentSchema ?? {}) as ParentSchema;
  switch (keyword) {
    case 'additionalProperties': {
      const known = Object.keys(schema.properties ?? {}).join(', ');
      return {
        pointer: `${pointer}/${pointerToken(params.additionalProperty)}`,
        message: `unknown key "${params.additionalProperty}"; allowed: ${known}`,
      };
    }
    case 'required':
      return { pointer, message: `missing key "${params.missingProperty}"` };
    case 'type':
      return { pointer, message: `${show(data)} is not of type ${params.type}` };
    case 'const':
      return { pointer, message: `${show(data)} must be ${show(params.allowedValue)}` };
    case 'enum':
      return {
        pointer,
        message: `${show(data)} must be one of ${params.allowedValues.map(show).join(', ')}`,
      };
    case 'discriminator': {
      const kinds = (schema.oneOf ?? []).map((member) => show(member.properties[params.tag]?.const));
      return {
        pointer: `${pointer}/${params.tag}`,
        message: `${show(params.tagValue)} must be one of ${kinds.join(', ')}`,
      };
    }
    default:
      return { pointer, message: `${show(data)} ${error.message ?? 'is not valid'}` };
  }
}

function show(value: unknown): string {
  // NaN, infinities and 10n have no JSON form.
  const text = /^(number|bigint)$/.test(typeof value)
    ? String(value)
    : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A key as a token of a JSON pointer. */
export function pointerToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
