import { sha256 as digestOf } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { choice, closed, type Problem, type Validator, validator } from './schema.ts';
import { type Static, type TObject, type TProperties, type TSchema, Type } from './typebox.ts';

export const SeedSchema = Type.Object(
  {
    root: Type.Integer({ minimum: 0 }),
    trial: Type.Integer({ minimum: 0 }),
    copy: Type.Optional(
      Type.Integer({ minimum: 1, description: 'of a trial on the same data by other random numbers' }),
    ),
  },
  closed,
);

/**
 * Precision and order of the sums of a differentiable model, which its result depends on: `f64` is the plain
 * engine's, `f32` that of WebAssembly, `blas` and `gpu` single precision in the order of a BLAS library or of
 * a GPU. Models of integers have one arithmetic, and no such key.
 */
export const ArithmeticSchema = choice(['f64', 'f32', 'blas', 'gpu'], {
  description: 'precision and order of sums, as the engine has it',
  tacit: true,
});

export type Arithmetic = Static<typeof ArithmeticSchema>;

export const DigestSchema = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256' });

/** A seed in few signs: "1/0" is trial 0 of root 1, and "1/0/2" its copy 2. */
export function seedName({ root, trial, copy }: Static<typeof SeedSchema>): string {
  return [root, trial, ...(copy === undefined ? [] : [copy])].join('/');
}

/** Everything that a trial's result depends on, and nothing else. */
export interface TrialSpec {
  model: string;
  method: string;
  data: { name: string };
  params: Record<string, unknown>;
  seed: Static<typeof SeedSchema>;
  /** Of differentiable models. */
  arithmetic?: Arithmetic;
  /** Digests of the files, beside the program, that the trial is made of: of plugins. */
  uses?: string[];
}

/** What is known of a model: the schemas of what its specifications ask for, and of what its trials end with. */
export interface ModelSchemas {
  readonly model: string;
  readonly data: TSchema;
  readonly result: TObject;
  /** Whether results depend on the arithmetic of the engine, which specifications then name. */
  readonly arithmetic: boolean;
  /** Parameters of each method. */
  readonly methods: Readonly<Record<string, TObject>>;
  /** What of a result cannot be, where the program knows the model: beside a journal lie schemas alone. */
  readonly contradiction?: Contradiction;
}

/** Numbers, flags and curves that a trial ends with; which ones depends on the model. */
export type Result = Record<string, number | boolean | readonly number[]>;

/** What of a result contradicts itself or its specification, in words; both fit their schemas. */
export type Contradiction = (spec: TrialSpec, result: Result) => string | undefined;

/** One method of one model: the schemas of its specification, its parameters and its result. */
export interface Variant {
  readonly model: string;
  readonly method: string;
  readonly params: TObject;
  readonly spec: TObject;
  readonly result: TObject;
  /** Fills in the defaults. */
  readonly checkSpec: Validator<TrialSpec>;
  readonly contradiction?: Contradiction | undefined;
}

/** What tells how specifications and results look: a registry of models, or what lies beside a journal. */
export interface Schemas {
  /** `uses` are the digests of the files that a specification names: with them, models may look otherwise. */
  find(model: unknown, method: unknown, uses?: readonly string[]): Variant | undefined;
  /** Names of what is known, "model/method", for messages. */
  names(): string[];
}

/** The variants of one model, one for each method. */
export function variantsOf(of: ModelSchemas): Variant[] {
  const { model, data, result, arithmetic, methods, contradiction } = of;
  const more: TProperties = arithmetic ? { arithmetic: ArithmeticSchema } : {};
  return Object.entries(methods).map(([method, params]) => {
    const spec = Type.Object(
      {
        model: Type.Literal(model),
        method: Type.Literal(method),
        data,
        params,
        seed: SeedSchema,
        ...more,
        uses: Type.Optional(Type.Array(DigestSchema, { minItems: 1 })),
      },
      closed,
    );
    const checkSpec = validator<TrialSpec>(spec, { fill: true });
    return { model, method, params, spec, result, checkSpec, contradiction };
  });
}

/** The schemas of some variants. */
export function schemasOf(variants: readonly Variant[]): Schemas {
  const nameOf = (model: unknown, method: unknown) => `${String(model)}/${String(method)}`;
  const byName = new Map(variants.map((variant) => [nameOf(variant.model, variant.method), variant]));
  return {
    find: (model, method) => byName.get(nameOf(model, method)),
    names: () => [...byName.keys()],
  };
}

/** What is wrong with a specification; defaults that are missing from `params` are filled in. */
export function specProblems(spec: unknown, schemas: Schemas): Problem[] {
  const { model, method, uses } = (spec ?? {}) as Partial<TrialSpec>;
  const found = schemas.find(model, method, uses);
  if (found) return found.checkSpec.problems(spec);
  if (typeof model !== 'string' || typeof method !== 'string')
    return [{ pointer: '', message: 'it names no model and method' }];
  const name = `"${model}/${method}"`;
  const message = uses
    ? `nothing here tells how trials of ${name} look that use such files: the description beside the journal is missing, damaged or names others; a run of the experiment writes it anew`
    : `no method ${name}; known: ${schemas.names().join(', ')}`;
  return [{ pointer: '', message }];
}

/** Canonical JSON (RFC 8785): the same bytes for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('a value without a JSON form has no canonical form');
  return text;
}

/** SHA-256 of a text or of bytes, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return bytesToHex(digestOf(typeof content === 'string' ? utf8ToBytes(content) : content));
}

/** Identity of a trial: SHA-256 of its canonical specification. */
export function specId(spec: TrialSpec): string {
  return sha256(canonical(spec));
}

/**
 * Identity of a cell, of trials that differ in their seeds only: the same in every folder.
 *
 * @example
 * const cell = { model: 'coin', method: 'plain', data: { name: 'none' }, params: {} };
 * cellId({ ...cell, seed: { root: 1, trial: 7 } }) === cellId({ ...cell, seed: { root: 2, trial: 0 } }); // true
 */
export function cellId({ seed: _seed, ...cell }: TrialSpec): string {
  return sha256(canonical(cell));
}

/**
 * The identities of trials that differ in their seeds only: what is the same for all of them is written once.
 *
 * @param digest SHA-256 of a text, in hexadecimal: that of the runtime is five times as fast as the portable one.
 *
 * @example
 * const { seed, ...cell } = { model: 'coin', method: 'plain', data: { name: 'none' }, params: {}, seed: { root: 1, trial: 7 } };
 * identify(cell)(seed) === specId({ ...cell, seed }); // true
 */
export function identify(
  cell: Omit<TrialSpec, 'seed'>,
  digest: (text: string) => string = sha256,
): (seed: TrialSpec['seed']) => string {
  // The keys of a canonical text are sorted: some stand before the seed, others after it.
  const part = (own: (key: string) => boolean) =>
    canonical(Object.fromEntries(Object.entries(cell).filter(([key]) => own(key)))).slice(1, -1);
  const [before, after] = [part((key) => key < 'seed'), part((key) => key > 'seed')];
  const begin = `{${before}${before && ','}"seed":{`;
  const end = `}${after && ','}${after}}`;
  return ({ root, trial, copy }) => {
    const own = copy === undefined ? '' : `"copy":${copy},`;
    return digest(`${begin}${own}"root":${root},"trial":${trial}${end}`);
  };
}
