import { parseLines, type RejectedLine } from './lines.ts';
import { closed, type Problem, validator } from './schema.ts';
import { seal, sumProblem } from './seal.ts';
import { DigestSchema } from './spec.ts';
import { Type } from './typebox.ts';
import { plural } from './words.ts';

/** What was seen of a trial while it ran. Its result does not depend on it. */
export interface Trace {
  /** Steps from one look to the next. */
  every: number;
  /** Steps that were done at each look, from few to many. */
  step: number[];
  /** By name, a number for each look; null where there was none, or none that is finite. */
  observed: Record<string, (number | null)[]>;
}

/** One line of a file of traces: a trace, and the trial of an experiment that it is of. */
export interface TraceRecord extends Trace {
  /** Of the trial's record. */
  id: string;
  experiment: string;
  sum: string;
}

/** Most looks at a trial, most numbers that a look gives, and most bytes of a file of traces that a reader takes. */
export const traceBounds = { steps: 1e6, columns: 64, bytes: 2 ** 28 };

/** Pattern of the name of a column: it stands in pages, figures and tables. */
export const columnName = '^[A-Za-z][A-Za-z0-9]{0,63}$';

type Columns = Trace['observed'];

const ColumnSchema = { type: 'array', items: { type: 'number', nullable: true } };

const looks = {
  every: Type.Integer({ minimum: 1 }),
  step: Type.Array(Type.Integer({ minimum: 0 }), { maxItems: traceBounds.steps }),
  observed: Type.Unsafe<Columns>({
    type: 'object',
    maxProperties: traceBounds.columns,
    propertyNames: { type: 'string', pattern: columnName },
    additionalProperties: ColumnSchema,
  }),
};

/** JSON Schema of a line of a file of traces. Its columns are as long as `step`, which grows. */
export const TraceSchema = Type.Object(
  { id: DigestSchema, experiment: Type.String(), ...looks, sum: DigestSchema },
  { ...closed, title: 'mcover trace of a trial' },
);

const checked = validator<TraceRecord>(TraceSchema, { doubt: true });
const checkedLooks = validator<Trace>(Type.Object(looks, closed), { doubt: true });

/**
 * A finished line: adds the sum over all the rest. Numbers that are not finite become null.
 *
 * @example
 * const trace = { every: 2, step: [0, 2], observed: { loss: [Number.NaN, 0.5] } };
 * sealTrace('mine', 'ab'.repeat(32), trace).observed; // { loss: [null, 0.5] }
 * sealTrace('mine', 'ab'.repeat(32), { ...trace, step: [0] }); // throws /observed/loss: has 2 numbers for 1 look
 *
 * @throws TypeError for a trace that no reader would take: names, lengths, order of the steps.
 */
export function sealTrace(experiment: string, id: string, { every, step, observed }: Trace): TraceRecord {
  const finite = Object.entries(observed).map(([key, numbers]) => [
    key,
    numbers.map((x) => (Number.isFinite(x) ? x : null)),
  ]);
  const record = seal({ id, experiment, every, step, observed: Object.fromEntries(finite) as Columns });
  const problem = traceProblem(record);
  if (problem) throw new TypeError(`${problem.pointer || '/'}: ${problem.message}`);
  return record;
}

/** The line of a trace, with its end. */
export function traceLine(record: TraceRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/**
 * Reads the text of a file of traces, `<experiment>.trace.ndjson` beside the journal, by the rules of a journal: a line is
 * rejected when it is torn or not JSON, fits no schema, was changed (`sum`), belongs to another experiment
 * (`experiment`, where given), or repeats an earlier id.
 */
export function parseTraces(
  text: string,
  experiment?: string,
): { traces: TraceRecord[]; rejected: RejectedLine[] } {
  const { records, rejected } = parseLines<TraceRecord>(text, { experiment, problem: traceProblem });
  return { traces: records, rejected };
}

/** What is wrong with a value that should be a trace: schema first, then steps and columns, then the sum. */
function traceProblem(value: unknown): Problem | undefined {
  if (!checked.fits(value)) return checked.problems(value)[0];
  return looksProblem(value) ?? sumProblem(value);
}

/**
 * Whether a value of any origin is a trace, of whichever trial.
 *
 * @example
 * isTrace({ every: 1, step: [0, 1], observed: { loss: [null, 0.5] } }); // true
 * isTrace({ every: 1, step: [1, 0], observed: { loss: [null, 0.5] } }); // false
 */
export function isTrace(value: unknown): value is Trace {
  return checkedLooks.fits(value) && looksProblem(value) === undefined;
}

/** What is wrong with steps and columns, each of which fits its schema. */
function looksProblem({ step, observed }: Trace): Problem | undefined {
  if (step.some((at, look) => look > 0 && at <= step[look - 1])) {
    return { pointer: '/step', message: 'the steps do not grow' };
  }
  const uneven = Object.entries(observed).find(([, numbers]) => numbers.length !== step.length);
  if (uneven) {
    const [key, { length }] = uneven;
    const message = `has ${plural(length, 'number')} for ${plural(step.length, 'look')}`;
    return { pointer: `/observed/${key}`, message };
  }
  return undefined;
}
