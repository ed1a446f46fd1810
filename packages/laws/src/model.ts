import {
  InputError,
  type LocalRunning,
  type Observation,
  referenceEngine,
  type Tensors,
  type TrialResult,
} from '@mcover/core';
import { filled, type Model } from '@mcover/models';
import { readSafetensors, type TrialSpec, validator, writeSafetensors } from '@mcover/record';
import { demand, demandEqual, demandSame, type Law, refusal } from './law.ts';
import { checkFlips, checkGradient, checkSpins } from './model/plain.ts';
import { begun, casesOf, type ModelOptions, methodsOf, specOf, without } from './model/specs.ts';
import { register } from './register.ts';

export type { ModelOptions } from './model/specs.ts';

interface End {
  readonly result: TrialResult;
  readonly tensors: Tensors;
}

/** What holds for every model, over all its methods × (M, S, kernel). Two runs are the same where all bits are. */
export function lawsOfModel(options: ModelOptions): Law<Model>[] {
  const end = (model: Model, spec: TrialSpec, look?: (running: LocalRunning) => void): End => {
    const running = begun(model, spec, options);
    for (look?.(running); !running.done; look?.(running)) running.advance();
    return endOf(running);
  };
  const ofEach = (
    title: string,
    check: (model: Model, spec: TrialSpec, where: string) => unknown,
  ): Law<Model> => ({
    title,
    async check(model) {
      for (const { title, spec } of casesOf(model, options)) await check(model, spec, title);
    },
  });
  /** The setting of the base method, and its task: what the base model alone is made of. */
  const baseOf = (model: Model) => {
    const spec = specOf(model, options, methodsOf(model).single[0]);
    return [spec, model.task(spec, options.loaded)] as const;
  };

  return [
    ofEach('the same specification gives the same result twice', (model, spec, where) => {
      demandSameEnd(end(model, spec), end(model, spec), where);
    }),
    ofEach('looking at a trial changes nothing', (model, spec, where) => {
      const looked = end(model, spec, (running) => {
        const { step } = running;
        const before = endOf(running);
        demandFinite(running.observe(), step, where);
        for (const { shape, data } of Object.values(running.tensors())) {
          const count = shape.reduce((product, size) => product * size, 1);
          demand(count === data.length, `${where}: ${data.length} numbers in the shape ${shape}`);
          data.fill(7);
        }
        demand(running.step === step, `${where}: a look makes a step`);
        demandSameEnd(endOf(running), before, `${where} after a look at step ${step}`);
      });
      demandSameEnd(looked, end(model, spec), where);
    }),
    ofEach('steps are counted, and none is made after the last', (model, spec, where) => {
      const running = begun(model, spec, options);
      const { steps } = running;
      demand(Number.isInteger(steps) && steps >= 1, `${where}: ${steps} steps`);
      for (let step = 0; !running.done; step++) {
        demand(
          running.step === step && step < steps,
          `${where}: step ${running.step} after ${step} of ${steps}`,
        );
        running.advance();
      }
      const { step } = running;
      const before = endOf(running);
      running.advance();
      demand(
        running.done && running.step === step && running.steps === steps,
        `${where}: a step after the last`,
      );
      demandSameEnd(
        { result: running.result(), tensors: running.tensors() },
        before,
        `${where}, one step on`,
      );
    }),
    ofEach('a trial that is put down goes on to the same end', (model, spec, where) => {
      const whole = end(model, spec);
      let running = begun(model, spec, options);
      for (; !running.done && running.step < 7; running.advance()) {
        if (!running.snapshot) return;
        const { step } = running;
        running = begun(model, spec, options, running.snapshot());
        demand(
          running.step === step,
          `${where}: put down after ${step} steps, taken up after ${running.step}`,
        );
      }
      while (!running.done) running.advance();
      const again = running.snapshot ? begun(model, spec, options, running.snapshot()) : running;
      demand(again.done, `${where}: put down at its end, it goes on`);
      demandSameEnd(endOf(again), whole, where);
    }),
    ofEach('results fit their schema', (model, spec, where) => {
      const [problem] = validator(model.result).problems(end(model, spec).result);
      demand(problem === undefined, `${where}: ${problem?.pointer} ${problem?.message}`);
    }),
    {
      ...ofEach('no result contradicts itself or its specification', (model, spec, where) => {
        const contradiction = model.contradiction!(spec, end(model, spec).result);
        demand(contradiction === undefined, `${where}: ${contradiction}`);
      }),
      meant: ({ contradiction }) => contradiction !== undefined,
    },
    ofEach('the weights of all covers and of the collapsed model are there', (model, spec, where) => {
      const { covers, collapsed } = begun(model, spec, options).tensors();
      demand(covers !== undefined && collapsed !== undefined, `${where}: tensors lack covers or collapsed`);
      const M = spec.params.M ?? 1;
      demandSame(covers.shape, [Number(M), ...collapsed.shape], `${where}: the shape of covers`);
    }),
    {
      ...ofEach('its weights, read back from a file, are judged as the trial was', (model, spec, where) => {
        const running = begun(model, spec, options);
        while (!running.done) running.advance();
        const file = writeSafetensors(model.tensorsOf(spec, running.tensors()), {});
        const { tensors } = readSafetensors(file);
        const task = model.task(spec, options.loaded);
        const judged = model.judge!(spec, task, tensors, options.engine ?? referenceEngine);
        demand(Object.keys(judged).length > 0, `${where}: nothing is judged`);
        demandEqual({ ...running.result(), ...judged }, running.result(), where);
        const { covers } = running.tensors();
        const count = Object.entries(tensors).reduce(
          (sum, [name, { data }]) => sum + (name.startsWith('covers.') ? data.length : 0),
          0,
        );
        demand(count === covers.data.length, `${where}: ${count} weights of covers in the file`);
      }),
      meant: ({ judge }) => judge !== undefined,
    },
    {
      title: 'one cover is the base model, whatever couples it',
      meant: (model) => methodsOf(model).single.length > 0,
      check(model) {
        const { single, several } = methodsOf(model);
        for (const { title, spec } of casesOf(model, options)) {
          if (!several.includes(spec.method) || spec.params.M !== 1) continue;
          const { lifts: method = single[0] } = model.methods[spec.method];
          // What both methods know is the same for both: defaults of methods may differ.
          demandSameEnd(
            end(model, spec),
            end(model, specOf(model, { ...options, params: spec.params }, method)),
            title,
          );
        }
      },
    },
    {
      title: 'the identity kernel leaves covers alone, each a copy of its own',
      meant: (model) => methodsOf(model).routed.length > 0,
      check(model) {
        const { routed, several } = methodsOf(model);
        for (const method of routed) {
          const { lifts } = model.methods[method];
          const alone = several.filter(
            (other) => !routed.includes(other) && model.methods[other].lifts === lifts,
          );
          // S channels of the same numbers: a mean of two of them rounds nothing.
          for (const S of [1, 2]) {
            const identity = { M: 3, kernel: { kind: 'identity' } };
            const spec = specOf(model, options, method, { ...identity, S });
            const single = specOf(model, options, method, { ...identity, S: 1 });
            demandSameEnd(end(model, spec), end(model, single), `${method} with S = ${S} against S = 1`);
            for (const other of alone) {
              const params = { ...spec.params, ...without(model, other, method) };
              const expected = end(model, specOf(model, { ...options, params }, other));
              demandSameEnd(end(model, spec), expected, `${method} with S = ${S} against ${other}`);
            }
          }
        }
      },
    },
    {
      title: 'a parameter that is missing or unknown is refused by its name',
      async check(model) {
        for (const method of methodsOf(model).names) {
          const spec = specOf(model, options, method);
          const required: readonly string[] = model.methods[method].params.required ?? [];
          for (const key of [...required, 'no such parameter']) {
            const { [key]: _, ...rest } = spec.params;
            const params = key in spec.params ? rest : { ...rest, [key]: 1 };
            const wrong = { ...spec, params };
            const where = `${method} ${key in spec.params ? 'without' : 'with'} "${key}"`;
            const error = await refusal(() => model.check(wrong, options.engine?.name ?? 'reference'), where);
            demand(error instanceof InputError, `${where}: ${error}`);
            demand(error.message.includes(key), `${where}: the error names something else: ${error.message}`);
            demand((await refusal(() => begun(model, wrong, options), where)) instanceof InputError, where);
          }
        }
      },
    },
    {
      title: 'defaults fill what is left out, and nothing else',
      check(model) {
        for (const method of methodsOf(model).names) {
          const { params } = specOf(model, options, method);
          const { properties } = model.methods[method].params;
          const given = Object.fromEntries(
            Object.entries(params).filter(
              ([key]) => key in options.params || properties[key].default === undefined,
            ),
          );
          const before = JSON.stringify(given);
          const full = filled(model, given, method);
          demand(JSON.stringify(given) === before, `${method}: filling changes what was given`);
          demandEqual(full.params, params, `${method}: what was filled`);
          demandEqual(filled(model, full.params, method).params, full.params, `${method}: filled twice`);
          for (const [key, { default: by }] of Object.entries(properties)) {
            demand(by === undefined || key in full.params, `${method}: no ${key}, which has a default`);
          }
        }
      },
    },
    ofEach('checking, estimating and beginning leave a specification as it was', (model, spec, where) => {
      const before = JSON.stringify(spec);
      const engine = options.engine?.name ?? 'reference';
      model.check(spec, engine);
      const seconds = model.seconds(spec, engine);
      demand(seconds > 0 && Number.isFinite(seconds), `${where}: ${seconds} seconds`);
      const glance = model.glance?.(spec) ?? seconds;
      demand(glance > 0 && Number.isFinite(glance), `${where}: ${glance} seconds of a look`);
      end(model, spec);
      demand(JSON.stringify(spec) === before, `${where}: the specification is changed`);
    }),
    {
      title: 'the change by a flip is that of the energy, an integer',
      meant: ({ spins }) => spins !== undefined,
      check: (model) => checkSpins(model.spins!(...baseOf(model))),
    },
    {
      title: 'a weight flipped twice is not flipped',
      meant: ({ spins }) => spins !== undefined,
      check: (model) => checkFlips(model.spins!(...baseOf(model))),
    },
    {
      title: 'the gradient is the slope of the loss',
      meant: ({ reals }) => reals !== undefined,
      check: (model) => checkGradient(model.reals!(...baseOf(model))),
    },
  ];
}

const endOf = (running: LocalRunning): End => ({ result: running.result(), tensors: running.tensors() });

function demandSameEnd(found: End, expected: End, where: string): void {
  demandEqual(found.result, expected.result, `${where}, its result`);
  for (const [name, { data }] of Object.entries(expected.tensors)) {
    demandSame(found.tensors[name]?.data ?? [], data, `${where}, its ${name}`);
  }
}

/** Observations are finite once a step is made: before, there is no loss yet. */
function demandFinite(observation: Observation, step: number, where: string): void {
  for (const [name, value] of Object.entries(observation)) {
    demand(step === 0 || Number.isFinite(value), `${where}: ${name} is ${value} after step ${step}`);
  }
}

/**
 * Registers the laws of a model as tests of vitest.
 *
 * @param options a small trial of it: its laws run some dozens.
 */
export function modelLaws(model: Model, options: ModelOptions): void {
  register(`the model ${model.name}`, lawsOfModel(options), model);
}
