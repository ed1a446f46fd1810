import { builtIn } from '@mcover/models';
import {
  closed,
  mostResult,
  type Outcome,
  recordProblems,
  type Static,
  specId,
  specProblems,
  type TrialRecord,
  type TrialSpec,
  Type,
  validator,
} from '@mcover/record';
import { beginning, messageOf } from '../error.ts';
import type { Maker } from '../lanes/lane.ts';
import { type Header, headerOf, isForAll, queueName } from './header.ts';

/** A trial on its way to a worker. */
const JobSchema = Type.Object(
  {
    spec: Type.Object({}),
    /** Most seconds that it may take; without it, what its estimate allows. */
    timeLimit: Type.Optional(Type.Integer({ minimum: 1 })),
    /** It failed before: nothing else runs beside it, and if it fails again that is its record. */
    alone: Type.Optional(Type.Literal(true)),
    /** It has begun to run alone: if its worker is lost now, it is to blame. */
    begun: Type.Optional(Type.Literal(true)),
    /** A worker of this name has computed it before: another one is to say the same. */
    apartFrom: Type.Optional(Type.String({ maxLength: 100 })),
  },
  closed,
);

export type TrialJob = Omit<Static<typeof JobSchema>, 'spec'> & { spec: TrialSpec };

const jobs = validator<TrialJob>(JobSchema, { doubt: true });

/** What the second job of a trial is called, which another machine computes for comparison. */
const auditEnding = '-audit';
export const auditId = (id: string): string => id + auditEnding;

/** Most characters of a job, and of a record, as JSON: those of the program have a hundredth of it. */
const most = { job: 2 ** 16, record: mostResult + 2 ** 16 };

/**
 * The trial that a job asks for. Whoever can write to the queue may have put anything there.
 *
 * @throws Error that says why it is no job of this queue.
 */
export function trialOf({ id, data }: { id: string; data: unknown }, header: Header): TrialJob {
  const [problem] = fits(data, most.job)
    ? jobs.problems(data)
    : [{ pointer: '', message: 'it is too large' }];
  const job = data as TrialJob;
  const [fault] = problem ? [problem] : specProblems(job.spec, builtIn);
  if (fault) throw new Error(`it is no job: ${fault.pointer} ${fault.message}`);
  const own = specId(job.spec);
  if (id !== own && id !== auditId(own))
    throw new Error('it is no job: its id is not that of its specification');
  if (!isForAll(job.spec) || queueName(headerOf(job.spec, header.build)) !== queueName(header))
    throw new Error('it is no job of this queue: it needs other things');
  return job;
}

/** What a worker says of a trial. */
export interface Received {
  outcome: Outcome;
  made: Maker;
}

/**
 * Reads the answer of a worker: the record of the trial, in a text.
 *
 * @throws Error that says why it is no record of this trial, made by this program.
 */
export function receivedOf(answer: unknown, id: string, { build }: Header): Received {
  const value = parsed(answer);
  const [problem] = recordProblems(value, builtIn);
  if (problem) throw new Error(`${problem.pointer} ${problem.message}`);
  const { id: of, result, failure, provenance } = value as TrialRecord;
  if (of !== id) throw new Error('it is a record of another trial');
  if (provenance.build !== build) throw new Error('it was made by another build of the program');
  const { engine, library, durationMs, threads, ...where } = provenance;
  const made = {
    engine,
    ...(library !== undefined && { library }),
    durationMs,
    ...(threads !== undefined && { threads }),
    where,
  };
  return { outcome: failure ? { failure } : { result: result! }, made };
}

function parsed(answer: unknown): unknown {
  if (typeof answer !== 'string' || answer.length > most.record) throw new Error('it is no text of a record');
  try {
    return JSON.parse(answer);
  } catch (error) {
    throw new Error(`it is not JSON: ${beginning(messageOf(error), 100)}`);
  }
}

/** Whether a value is at most so long as JSON. What is nested too deep has no JSON. */
function fits(value: unknown, characters: number): boolean {
  try {
    return (JSON.stringify(value) ?? '').length <= characters;
  } catch {
    return false;
  }
}
