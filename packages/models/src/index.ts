export { Type } from '@mcover/record';
export { type AnnealedDefinition, annealed, type Base } from './annealed.ts';
export { type AnnealingParams, type CouplingDefaults, couplingOfAnnealing } from './annealing-methods.ts';
export { runBinaryCommittee } from './binary-committee.ts';
export { runCommittee } from './committee.ts';
export { defineModel } from './define.ts';
export { curvesOf, metricsOf, notationsOf } from './describe.ts';
export { filled } from './filled.ts';
export { type FitOptions, fit, type Step } from './fit/fit.ts';
export type { Predict, RowReading } from './fit/predict.ts';
export type { FitData, FitSetup, Fitted } from './fit/prepare.ts';
export type { GivenRows, Label, LabelledRows, LearntRows, Matrix } from './fit/rows.ts';
export { runMlp } from './mlp.ts';
export type {
  Classes,
  Definition,
  Method,
  Model,
  PlainReals,
  PlainSpins,
  RemoteAnnealing,
  ScriptParams,
  Setting,
  Trial,
} from './model.ts';
export { runPerceptron } from './perceptron.ts';
export { runPerceptronPatterns } from './perceptron-patterns.ts';
export { builtIn, type KernelKind, type Plugin, Registry, type RuleKind } from './registry.ts';
export type { OwnRule } from './rule.ts';
export { runOn } from './script.ts';
export { areFiles, type FilesSource, scalesOf } from './tasks/files.ts';
export {
  type DataFile,
  type DataSet,
  dataSets,
  digestOf,
  filesOf,
  findDataSet,
  type ImageShape,
  type Role,
  roles,
} from './tasks/sets.ts';
export { type HiddenManifold, imageSource, realSource, signSource } from './tasks/source.ts';
export { type TrainedDefinition, trained } from './trained.ts';
export type { DescentParams, TrainingResult } from './training.ts';
export { coversPrefix, type Layout, type NamedTensors } from './weights.ts';
