import { createHash } from 'node:crypto';
import { type Static, type TObject, type TProperties, type TSchema, Type } from '@sinclair/typebox';
import canonicalize from 'canonicalize';
import {
  BinaryCommitteeResultSchema,
  binaryCommitteeParams,
  CommitteeResultSchema,
  committeeParams,
} from './committee.ts';
import { ImageSourceSchema } from './data.ts';
import { MlpResultSchema, mlpParams } from './mlp.ts';
import { PerceptronResultSchema, perceptronParams } from './perceptron.ts';
import { choice, type Problem, type Validator, validator } from './schema.ts';

const closed = { additionalProperties: false };

export const SeedSchema = Type.Object(
  { root: Type.Integer({ minimum: 0 }), trial: Type.Integer({ minimum: 0 }) },
  closed,
);

/**
 * Precision and order of the sums of a differentiable model, which its result depends on: `f64` is the plain
 * engine's, `f32` that of WebAssembly, `blas` and `gpu` single precision in the order of a BLAS library or of
 * a GPU. Models of integers have one arithmetic, and no such key.
 */
export const ArithmeticSchema = choice(['f64', 'f32', 'blas', 'gpu'], {
  description: 'precision and order of sums, as the engine has it',
});

export type Arithmetic = Static<typeof ArithmeticSchema>;

/** Everything that a trial's result depends on, and nothing else. */
export interface TrialSpec {
  model: string;
  method: string;
  data: { name: string };
  params: Record<string, unknown>;
  seed: Static<typeof SeedSchema>;
  /** Of differentiable models. */
  arithmetic?: Arithmetic;
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

/** What the methods of a model have in common. */
interface ModelRow {
  model: string;
  data: TSchema;
  result: TObject;
  /** Further keys of its specifications. */
  more?: TProperties;
}

/** The variants of one model, by the parameters of its methods. */
function variantsOf(
  { model, data, result, more = {} }: ModelRow,
  methods: Record<string, TObject>,
): Variant[] {
  const fill = { fill: true };
  return Object.entries(methods).map(([method, params]) => {
    const spec = Type.Object(
      { model: Type.Literal(model), method: Type.Literal(method), data, params, seed: SeedSchema, ...more },
      closed,
    );
    return {
      model,
      method,
      params,
      spec,
      result,
      checkSpec: validator(spec, fill),
      checkParams: validator(params, fill),
    };
  });
}

const TeacherStudent = Type.Object({ name: Type.Literal('teacher-student') }, closed);

/** Every (model, method) that a record can speak of. A new model adds its row here. */
export const variants: readonly Variant[] = [
  ...variantsOf(
    { model: 'perceptron', data: TeacherStudent, result: PerceptronResultSchema },
    perceptronParams,
  ),
  ...variantsOf(
    {
      model: 'committee',
      data: ImageSourceSchema,
      result: CommitteeResultSchema,
      more: { arithmetic: ArithmeticSchema },
    },
    committeeParams,
  ),
  ...variantsOf(
    { model: 'binary-committee', data: ImageSourceSchema, result: BinaryCommitteeResultSchema },
    binaryCommitteeParams,
  ),
  ...variantsOf(
    {
      model: 'mlp',
      data: ImageSourceSchema,
      result: MlpResultSchema,
      more: { arithmetic: ArithmeticSchema },
    },
    mlpParams,
  ),
];

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
