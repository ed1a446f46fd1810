import {
  type BinaryTask,
  type CommitteeKnobs,
  collapse,
  committeeGradient,
  descentOf,
  type Engine,
  type LocalRunning,
  type Seed,
  type Tensors,
  training,
} from '@mcover/core';
import {
  checkCommittee,
  checkInputs,
  committeeProblem,
  committeeTrainer,
  findError,
  growing,
  isRouted,
  trainingFrom,
} from '@mcover/core/internals';
import { type Static, type TObject, Type } from '@mcover/record';
import { committeeBytes, fewerChannels } from '@mcover/wasm';
import { averaged, centreOf, checkCentre, elastic, entropic, readBy } from './centre.ts';
import { contradictionOfErrors } from './contradiction.ts';
import { attraction, covers, destinations, kernel } from './coupling.ts';
import { defineModel } from './define.ts';
import { committeeClasses, committeeErrors, committeeLayout } from './hard-committee.ts';
import { refuseBeyondWasm } from './memory.ts';
import type { ScriptParams, Setting } from './model.ts';
import { seenOfTraining } from './observed.ts';
import { descentBy } from './rule.ts';
import { runOn } from './script.ts';
import {
  binaryTaskOf,
  binaryTaskSeconds,
  checkBinaryTask,
  committeeLookSeconds,
  committeeShape,
  completeBinary,
  countsOf,
} from './tasks/binary.ts';
import { signSource } from './tasks/source.ts';
import {
  couplingOfDescent,
  type DescentParams,
  descentMethods,
  descentParams,
  type TrainingResult,
  trainingResult,
} from './training.ts';

/** Annealed stochastic gradient descent on the soft committee (Eq. 9, 10; Appendix A.2). */
const sharpness = (symbol: string, of: string) =>
  Type.Number({
    exclusiveMinimum: 0,
    default: 1,
    description: `${symbol} of the ${of} at first`,
    symbol,
    tacit: true,
  });

const base = {
  ...committeeShape,
  ...descentParams({ B: 100, epochs: 300, rate: 0.01 }),
  growth: Type.Number({
    minimum: 1,
    default: 1.02,
    description: 'factor on β and γ after each epoch',
    symbol: 'growth',
    tacit: true,
    label: 'growth of β and γ in an epoch',
  }),
  beta: sharpness('β', 'hidden units'),
  gamma: sharpness('γ', 'output'),
};

const minLoss = (by: number) =>
  Type.Number({
    minimum: 0,
    default: by,
    description: 'training stops below this mean loss of a copy, or when the collapsed committee fits all',
    symbol: 'least loss',
    tacit: true,
  });

const M = covers(4);
/** One copy, replicas and what has a centre stop at a loss; covers and copies apart go on. */
const replicas = { ...base, minLoss: minLoss(1e-7) };
const apart = { ...base, minLoss: minLoss(0), M };

type Params = Static<TObject<typeof replicas>> & DescentParams;

const methods = descentMethods({
  sgd: replicas,
  rsgd: { ...replicas, M, ...attraction },
  easgd: { ...replicas, M, ...elastic },
  esgd: { ...replicas, ...entropic },
  ema: { ...replicas, ...averaged },
  mcover: { ...apart, S: destinations(), kernel: kernel({ kind: 'uniform' }) },
  independent: apart,
});

/** Nanoseconds of a pattern in an epoch, and of one product of a routed weight and an input, or of the readout. */
const paces: Readonly<Record<string, { pattern: number; product: number; read: number }>> = {
  wasm: { pattern: 2000, product: 0.02, read: 0.04 },
  reference: { pattern: 0, product: 1.6, read: 1 },
};

/** Each pattern meets each weight once an epoch in every cover and channel; one cover has nothing to route. */
const visitsOf = ({ N, K, P, M = 1, S = 1 }: Params, epochs: number): number =>
  epochs * P * N * K * M * (M === 1 ? 1 : S);

/** Bound of β and γ: a committee this sharp is hard, and a longer run would overflow. */
const sharpest = 1e6;

/** Training on patterns. It ends early where the collapsed committee fits all of them. */
function begin(
  { params, seed }: Setting<Params>,
  task: BinaryTask,
  engine: Engine,
  from?: Tensors,
): LocalRunning<TrainingResult> {
  const { N, K, B, epochs, rate, growth, minLoss } = params;
  const { train, test } = task;
  const coupling = couplingOfDescent(params);
  const { M } = coupling;
  checkInputs(N, test);
  const rule = descentBy(params.rule, N * K * M);
  const stand = from && trainingFrom(from, N * K * M, train.P, rule?.kept?.length);
  const problem = { ...committeeProblem({ N, K, coupling }, train, seed), ...stand?.trainer };
  const trainer = rule ? committeeTrainer(problem, rule) : engine.committee(problem);
  const beta = growing(params.beta, growth, epochs, sharpest);
  const gamma = growing(params.gamma, growth, epochs, sharpest);
  const centre = centreOf(params, problem.weights, seed);
  const collapsed = (weights: Float64Array) => readBy(centre, () => collapse(weights, M));
  let suspect = 0;
  const descent = descentOf<CommitteeKnobs>(
    {
      P: train.P,
      B,
      epochs,
      rate,
      coupling,
      centre,
      knobs: (epoch) => ({ beta: beta[epoch], gamma: gamma[epoch], rate }),
      done(loss) {
        suspect = findError(collapsed(trainer.weights()), K, train, suspect);
        return suspect < 0 || loss / M < minLoss;
      },
    },
    seed,
    stand?.batches,
  );
  const reading = {
    M,
    shape: [K, N],
    collapsed,
    read: (ran: number) => ({
      testError: trainer.error(test, centre?.weights),
      trainError: trainer.error(train, centre?.weights),
      epochs: ran,
    }),
  };
  return training(trainer, descent, reading, from);
}

export const committee = defineModel<Params, typeof signSource, BinaryTask, TrainingResult>({
  name: 'committee',
  methods,
  data: signSource,
  result: trainingResult,
  observed: seenOfTraining(trainingResult),
  arithmetic: true,
  engines: ['wasm', 'reference'],
  check(trial, engine) {
    checkBinaryTask(trial);
    const { N, K, P } = trial.params;
    const coupling = couplingOfDescent(trial.params);
    checkCommittee({ N, K, coupling });
    checkCentre(trial.params);
    if (engine !== 'wasm') return;
    const S = isRouted(coupling) ? coupling.S : 1;
    const bytes = committeeBytes({ N, K, bank: { M: coupling.M, S }, patterns: { P } });
    refuseBeyondWasm(bytes, fewerChannels);
  },
  // A visit is a product forward and one backward. A training that stops early takes less.
  seconds(trial, engine) {
    const { P, epochs } = trial.params;
    const { pattern, product } = paces[engine];
    return (
      binaryTaskSeconds(trial) + (epochs * P * pattern + 2 * visitsOf(trial.params, epochs) * product) / 1e9
    );
  },
  visits: ({ params }, epochs = params.epochs) => visitsOf(params, epochs),
  glance: (trial) => committeeLookSeconds(trial, paces.wasm.read),
  complete: completeBinary,
  task: binaryTaskOf,
  begin,
  contradiction(trial, result) {
    const { epochs: most, minLoss } = trial.params;
    const { epochs, trainError } = result;
    if (epochs > most) return `${epochs} epochs were run, but ${most} is the most`;
    // Without a least loss, nothing ends a training early but a committee that fits all.
    if (epochs < most && minLoss === 0 && trainError !== 0)
      return `training stopped after ${epochs} of ${most} epochs, but the train error is ${trainError}`;
    return contradictionOfErrors(result, countsOf(trial));
  },
  layout: ({ params }) => committeeLayout(params),
  judge: ({ params }, task, W) => committeeErrors(W, params.K, task),
  classes: ({ params }, W, patterns) => committeeClasses(W, patterns, params),
  reals({ params }, { train }) {
    const gradient = committeeGradient(params.K, train);
    return {
      N: params.N * params.K,
      P: train.P,
      loss: (weights, mu, sum) => gradient(weights, mu, params, sum),
    };
  },
});

/**
 * One trial in a script, on patterns that are given: training until the collapsed committee fits them or the last
 * epoch; collapse, readout. What is left out has the default of `mcover schema`; N is that of the patterns.
 *
 * @example
 * const seed = { root: 1, trial: 0 };
 * const task = hiddenManifoldTask({ N: 50, D: 10, P: 40, test: 100 }, seed);
 * runCommittee({ N: 50, K: 3, epochs: 20 }, task, seed, referenceEngine).epochs <= 20; // true
 * runCommittee({ N: 51, K: 3 }, task, seed, referenceEngine); // throws N: 51, but the patterns have 50 inputs
 *
 * @throws InputError that names the parameter at fault.
 */
export function runCommittee(
  params: ScriptParams,
  task: BinaryTask,
  seed: Seed,
  engine: Engine,
  method?: string,
) {
  return runOn(committee, params, task, seed, engine, method);
}
