import { createHash } from 'node:crypto';
import { type Static, type TObject, Type } from '@sinclair/typebox';
import canonicalize from 'canonicalize';
import { PerceptronResultSchema, perceptronParams } from './perceptron.ts';
import { type Problem, type Validator, validator } from './schema.ts';

const closed = { additionalProperties: false };

export const SeedSchema = Type.Object(
  { root: Type.Integer({ minimum: 0 }), trial: Type.Integer({ minimum: 0 }) },
  closed,
);

/** Everything that a trial's result depends on, and nothing else. */
export interface TrialSpec {
  model: string;
  method: string;
  data: { name: string };
  params: Record<string, unknown>;
  seed: Static<typeof SeedSchema>;
}

/** One method of one model: the schemas of its specification, its parameters and its result. */
export interface Variant {
  model: string;
  method: string;
  params: TObject;
  spec: TObject;
  result: TObject;
  checkSpec: Validator<TrialSpec>;
  checkParams: Validator<Record<string, unknown>>;
}

function variant(model: string, method: string, data: TObject, params: TObject, result: TObject): Variant {
  const spec = Type.Object(
    { model: Type.Literal(model), method: Type.Literal(method), data, params, seed: SeedSchema },
    closed,
  );
  const fill = { fill: true };
  return {
    model,
    method,
    params,
    spec,
    result,
    checkSpec: validator(spec, fill),
    checkParams: validator(params, fill),
  };
}

const TeacherStudent = Type.Object({ name: Type.Literal('teacher-student') }, closed);

/** Every (model, method) that a record can speak of. A new model adds its rows here. */
export const variants: readonly Variant[] = Object.entries(perceptronParams).map(([method, params]) =>
  variant('perceptron', method, TeacherStudent, params, PerceptronResultSchema),
);

export const models: readonly string[] = [...new Set(variants.map((v) => v.model))];

export function methodsOf(model: string): string[] {
  return variants.filter((v) => v.model === model).map((v) => v.method);
}

export function findVariant(model: unknown, method: unknown): Variant | undefined {
  return variants.find((v) => v.model === model && v.method === method);
}

/** What is wrong with a specification; defaults that are missing from `params` are filled in. */
export function specProblems(spec: unknown): Problem[] {
  const { model, method } = (spec ?? {}) as { model?: unknown; method?: unknown };
  const found = findVariant(model, method);
  if (found) return found.checkSpec.problems(spec);
  const known = variants.map((v) => `${v.model}/${v.method}`).join(', ');
  return [{ pointer: '', message: `no method "${String(model)}/${String(method)}"; known: ${known}` }];
}

/** Canonical JSON (RFC 8785): the same bytes for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('a value without a JSON form has no canonical form');
  return text;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Identity of a trial: SHA-256 of its canonical specification. */
export function specId(spec: TrialSpec): string {
  return sha256(canonical(spec));
}
