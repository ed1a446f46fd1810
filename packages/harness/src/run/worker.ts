import type { Outcome, TrialSpec } from '@mcover/record';
import { messageOf } from '../error.ts';
import { modelOf } from '../models/index.ts';
import { loadEngine } from './engines.ts';

/** What a thread is given: one trial, and the name of the engine that computes it. */
export interface Assignment {
  spec: TrialSpec;
  engine: string;
}

/** What it gives back: the outcome, and what really computed it for how long. */
export interface Answer {
  outcome: Outcome;
  engine: string;
  durationMs: number;
}

/** One trial in one thread. An exception is an outcome too: the other trials go on. */
export default async function runTrial({ spec, engine: name }: Assignment): Promise<Answer> {
  const engine = await loadEngine(name);
  const start = performance.now();
  const outcome = attempt(() => modelOf(spec).run(spec, engine));
  const durationMs = Math.round((performance.now() - start) * 10) / 10;
  return { outcome, engine: engine.name, durationMs };
}

function attempt(run: () => TrialResult): Outcome {
  try {
    return { result: run() };
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'Error';
    return { failure: { kind, message: messageOf(error) } };
  }
}

type TrialResult = Extract<Outcome, { result: unknown }>['result'];
