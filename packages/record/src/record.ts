import { closed, type Problem, type Validator, validator } from './schema.ts';
import { seal, sumProblem } from './seal.ts';
import {
  DigestSchema,
  type Result,
  type Schemas,
  specId,
  specProblems,
  type TrialSpec,
  type Variant,
} from './spec.ts';
import { type Static, Type } from './typebox.ts';

export const ProvenanceSchema = Type.Object(
  {
    engine: Type.String(),
    library: Type.Optional(
      Type.String({ description: 'library of the machine that the engine computed by, with its version' }),
    ),
    runtime: Type.String({ description: 'runtime and version' }),
    version: Type.Optional(Type.String({ description: 'version of the program' })),
    build: Type.Optional(
      Type.String({
        pattern: DigestSchema.pattern!,
        description: 'SHA-256 over the built code of the program',
      }),
    ),
    commit: Type.String({ description: 'commit of the program, or "unknown"' }),
    platform: Type.String({ description: 'operating system and processor' }),
    durationMs: Type.Number({ minimum: 0 }),
    threads: Type.Optional(
      Type.Integer({ minimum: 2, description: 'threads that computed it, where they were several' }),
    ),
  },
  closed,
);

export const FailureSchema = Type.Object({ kind: Type.String(), message: Type.String() }, closed);

/** The kind of a failure that belongs to what was asked for, and not to a machine: its training has left the numbers. */
export const divergedKind = 'Diverged';

/** How and where a trial was run. Its result does not depend on it. */
export type Provenance = Static<typeof ProvenanceSchema>;
export type Failure = Static<typeof FailureSchema>;

/** One line of a journal: what was asked, what came out, how it was made. Has either `result` or `failure`. */
export interface TrialRecord {
  id: string;
  experiment: string;
  spec: TrialSpec;
  result?: Result;
  failure?: Failure;
  provenance: Provenance;
  sum: string;
}

/** Most characters of a result as JSON: a record is one line, and every reader holds all lines of a journal. */
export const mostResult = 2 ** 20;

export type Outcome = { result: Result } | { failure: Failure };

/** JSON Schema of the records of one method. */
function recordSchema(of: Variant) {
  const shared = { id: DigestSchema, experiment: Type.String(), spec: of.spec };
  return {
    result: Type.Object(
      { ...shared, result: of.result, provenance: ProvenanceSchema, sum: DigestSchema },
      closed,
    ),
    failure: Type.Object(
      { ...shared, failure: FailureSchema, provenance: ProvenanceSchema, sum: DigestSchema },
      closed,
    ),
  };
}

/** JSON Schema of any record of some variants, for other tools to read. */
export function recordsSchema(variants: readonly Variant[]) {
  const members = variants.flatMap((variant) => Object.values(recordSchema(variant)));
  return Type.Union(members, { title: 'mcover trial record' });
}

type Checks = Readonly<Record<'result' | 'failure', Validator<TrialRecord>>>;

const checks = new WeakMap<Variant, Checks>();

/** Compiled once for a variant. */
function checksOf(variant: Variant): Checks {
  const known = checks.get(variant);
  if (known) return known;
  const { result, failure } = recordSchema(variant);
  const made = { result: validator<TrialRecord>(result), failure: validator<TrialRecord>(failure) };
  checks.set(variant, made);
  return made;
}

/**
 * A finished line: adds the id of the specification and the sum over all the rest.
 *
 * @param id that of the specification, where the caller has it.
 */
export function sealRecord(
  experiment: string,
  spec: TrialSpec,
  outcome: Outcome,
  provenance: Provenance,
  id = specId(spec),
): TrialRecord {
  return seal({ id, experiment, spec, ...outcome, provenance });
}

/** The record as it stands in another experiment's journal. */
export function reseal(record: TrialRecord, experiment: string): TrialRecord {
  const { id: _id, sum: _sum, experiment: _experiment, spec, provenance, ...outcome } = record;
  return sealRecord(experiment, spec, outcome as Outcome, provenance);
}

/** Whether a line is whole, by its sum, and of a model that nothing here tells of: one of somebody's own. */
export function isUnknown(value: unknown, schemas: Schemas): boolean {
  if (typeof value !== 'object' || value === null || !('spec' in value)) return false;
  const { model, method, uses } = (value as Partial<TrialRecord>).spec ?? {};
  try {
    return !schemas.find(model, method, uses) && !sumProblem(value);
  } catch {
    // Too deep to be walked through.
    return false;
  }
}

/** What is wrong with a value that should be a record: schema first, then sum and id, then a result that cannot be. */
export function recordProblems(value: unknown, schemas: Schemas): Problem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ pointer: '', message: 'not a JSON object' }];
  }
  const { spec, id } = value as Partial<TrialRecord>;
  const found = schemas.find(spec?.model, spec?.method, spec?.uses);
  if (!found) return specProblems(spec, schemas).map((p) => ({ ...p, pointer: `/spec${p.pointer}` }));
  const kind = 'failure' in value ? 'failure' : 'result';
  const problems = checksOf(found)[kind].problems(value);
  if (problems.length > 0) return problems;
  const changed = sumProblem(value);
  if (changed) return [changed];
  if (specId(spec as TrialSpec) !== id) {
    return [{ pointer: '/id', message: 'the id is not the one of the specification' }];
  }
  const { result } = value as TrialRecord;
  const contradiction = result && found.contradiction?.(spec as TrialSpec, result);
  if (!contradiction) return [];
  return [{ pointer: '/result', message: `it cannot be: ${contradiction} (trial ${id.slice(0, 12)})` }];
}
