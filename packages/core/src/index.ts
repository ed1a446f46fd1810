/*
 * What a script or a plugin needs: plain models, their covers, how they learn, and data to learn from. All else, of
 * which engines and tools are made, is in `@mcover/core/internals`.
 */

export { committeeGradient, type Sharpness } from './committee/gradient.ts';
export { hardError } from './committee/readout.ts';
export { type VotePatterns, Votes, votePatterns } from './committee/votes.ts';
export { type Bank, identityBank, sampleBank } from './cover/bank.ts';
export { average, collapse } from './cover/collapse.ts';
export {
  bankOf,
  type Coupling,
  couplingOf,
  type FlatAttraction,
  type FlatCoupling,
} from './cover/coupling.ts';
export { directedLift, type Factor, type Route } from './cover/directed-lift.ts';
export { coverGradient, type LossAndGradient, type PatternGradient } from './cover/gradient.ts';
export { type Kernel, kernelMatrix, type NamedKernel, type OwnKernel } from './cover/kernel.ts';
export { type PermutationSampler, permutationSampler } from './cover/sampler.ts';
export { type Cover, coverOf, type PlainState } from './cover/state.ts';
export type { Classified, ClassTask, Inputs, Points } from './data/classified.ts';
export {
  hiddenManifoldClasses,
  hiddenManifoldTask,
  type Manifold,
  type PointTask,
} from './data/hidden-manifold.ts';
export type { ImageSet, ImageSplit } from './data/images.ts';
export type { BinaryTask, Labelled, Rows } from './data/labelled.ts';
export type { Loaded } from './data/loaded.ts';
export type { InputScale, Scaling } from './data/scaling.ts';
export type { Table, TableSplit } from './data/table.ts';
export type { Scaled } from './data/table-task.ts';
export { type TeacherStudent, teacherStudent } from './data/teacher-student.ts';
export type {
  Annealer,
  AnnealerSnapshot,
  AnnealingProblem,
  Arithmetic,
  CommitteeKnobs,
  CommitteeProblem,
  CommitteeTrainer,
  CoverLoss,
  Engine,
  MlpKnobs,
  MlpProblem,
  MlpTrainer,
} from './engine.ts';
export { InputError } from './error.ts';
export { type AnnealingTrial, annealing } from './learning/annealing.ts';
export {
  type Descent,
  type DescentSetup,
  descentOf,
  type Trainer,
  type TrainerSnapshot,
} from './learning/descent.ts';
export { type Annealing, type DiscreteState, glauber, initialSpins } from './learning/glauber.ts';
export { nesterovRule } from './learning/nesterov.ts';
export { type Schedule, temperatures } from './learning/schedule.ts';
export { type CoverTraining, coverTrainer, descentRule, type Rule } from './learning/trainer.ts';
export { type Reading, training } from './learning/training.ts';
export type { Network } from './mlp/network.ts';
export { exp } from './numeric/exp.ts';
export { log } from './numeric/log.ts';
export { tanh } from './numeric/tanh.ts';
export { type Cost, costUnit } from './perceptron/cost.ts';
export { gauge } from './perceptron/margin.ts';
export { Margins, type PerceptronPatterns } from './perceptron/margins.ts';
export { type PerceptronReadout, readout } from './perceptron/readout.ts';
export { choose, shuffle, spin, uniform } from './random/draw.ts';
export { gaussian } from './random/gaussian.ts';
export { type Seed, stream } from './random/stream.ts';
export type { Random } from './random/xoshiro.ts';
export { referenceEngine } from './reference.ts';
export { bayesOptimal, type PerceptronState, uninformedFixedPoint } from './theory/bayes-optimal.ts';
export { stateEvolution, type Thresholds, thresholds } from './theory/state-evolution.ts';
export { type PerceptronTheory, perceptronTheory, type TheoryCurve } from './theory/tables.ts';
export { emptyTrace, lookAt, type Trace } from './trace.ts';
export {
  type Awaitable,
  finish,
  type LocalRunning,
  type Observation,
  type Running,
  type Tensor,
  type Tensors,
  type TrialResult,
} from './trial.ts';
