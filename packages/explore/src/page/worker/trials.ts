import {
  type Awaitable,
  bankOf,
  couplingOf,
  type FlatCoupling,
  finish,
  type LocalRunning,
  referenceEngine,
} from '@mcover/core';
import { builtIn, filled } from '@mcover/models';
import { canonical, specId, type TrialSpec } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import type { Answers, Asked, Begun, Look, Refusal, Request, Routes } from './messages.ts';
import { imagesFor } from './sets.ts';

/** Trials in a module worker: the models and engines of the program, and nothing of their own. */

/** The part of a worker's scope that is used here. */
interface Scope {
  onmessage: (message: { data: Request }) => void;
  postMessage(answer: Answers[keyof Answers] | Refusal): void;
}

let running: readonly LocalRunning[] = [];

function answer(request: Request): Awaitable<Answers[keyof Answers]> {
  switch (request.kind) {
    case 'begin':
      return begin(request.trials);
    case 'advance':
      return advance(request.steps, request.budget);
    case 'check':
      return check(request);
  }
}

async function begin(asked: readonly Asked[]): Promise<Answers['begin']> {
  // Trials that are refused leave none behind, which would go on.
  running = [];
  const started = await Promise.all(asked.map((one) => start(specOf(one))));
  running = started.map((one) => one.running);
  return { trials: started.map((one) => one.begun), looks: running.map(lookAt) };
}

function specOf({ model, data, method, params, seed }: Asked): TrialSpec {
  const known = builtIn.model(model);
  const arithmetic = known.arithmetic && { arithmetic: wasmEngine.arithmetic };
  return { model, data, ...filled(known, params, method), seed, ...arithmetic };
}

/** The engine that computes the bits of a trial's record. */
function engineOf(spec: TrialSpec) {
  const engine = builtIn.engineFor(spec, spec.arithmetic === 'f64' ? 'reference' : 'wasm');
  if (spec.uses || spec.arithmetic === 'blas' || spec.arithmetic === 'gpu')
    throw new Error('it was made of other files, or computed by a device, which this page has not');
  return engine === 'wasm' ? wasmEngine : referenceEngine;
}

async function start(spec: TrialSpec): Promise<{ begun: Begun; running: LocalRunning }> {
  const engine = engineOf(spec);
  builtIn.check(spec, engine.name);
  const model = builtIn.model(spec.model);
  const task = model.task(spec, await imagesFor(spec));
  const running = model.begin(spec, task, engine);
  const teacher = (task as { teacher?: Int8Array }).teacher;
  const routes = routesOf(spec, running.tensors().collapsed.data.length);
  return {
    begun: {
      id: specId(spec),
      label: model.methods[spec.method].label,
      steps: running.steps,
      ...(teacher && { teacher }),
      ...(routes && { routes }),
    },
    running,
  };
}

/** How many weights are shown with their routes. */
const shown = 4;

/** As the trial itself draws them: the stream of the routing has nothing else. */
function routesOf({ params, seed }: TrialSpec, N: number): Routes | undefined {
  if (!params.kernel) return undefined;
  const { M, S, routes } = bankOf(couplingOf(params as FlatCoupling), N, seed);
  const weights = Array.from({ length: Math.min(shown, N) }, (_, i) => i);
  const picked = weights.flatMap((q) =>
    Array.from({ length: S }, (_, s) => [...routes.subarray((s * N + q) * M, (s * N + q + 1) * M)]),
  );
  return { M, S, weights, routes: Uint8Array.from(picked.flat()) };
}

function advance(steps: number, budget: number): Answers['advance'] {
  const end = performance.now() + budget;
  for (let i = 0; i < steps; i++) {
    for (const one of running) if (!one.done) one.advance();
    if (performance.now() > end) break;
  }
  return { step: Math.max(0, ...running.map(({ step }) => step)), looks: running.map(lookAt) };
}

function lookAt(one: LocalRunning): Look {
  const { covers, collapsed } = one.tensors();
  return {
    done: one.done,
    observed: one.observe(),
    covers: covers.data,
    collapsed: collapsed.data,
    shape: covers.shape,
    ...(one.done && { result: one.result() }),
  };
}

/** Whether a record is what its specification gives here, bit for bit. */
async function check({ id, spec, result }: Extract<Request, { kind: 'check' }>): Promise<Answers['check']> {
  const { begun, running: one } = await start(spec);
  const own = finish(one);
  return { equal: begun.id === id && canonical(own) === canonical(result), result: own };
}

const scope = globalThis as unknown as Scope;
let before = Promise.resolve();
scope.onmessage = ({ data }) => {
  before = before.then(async () => {
    try {
      scope.postMessage(await answer(data));
    } catch (error) {
      scope.postMessage({ refused: error instanceof Error ? error.message : String(error) });
    }
  });
};
