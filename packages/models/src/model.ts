import type {
  AnnealingProblem,
  Engine,
  Loaded,
  LocalRunning,
  PlainState,
  Rows,
  Schedule,
  Seed,
  TableSplit,
  Tensors,
  TrialResult,
} from '@mcover/core';
import type { MlpLoad, MlpTraining } from '@mcover/core/internals';
import type { Observed, Static, Theory, TObject, TrialSpec, TSchema } from '@mcover/record';
import type { FilesSource } from './tasks/files.ts';
import type { Layout, NamedTensors } from './weights.ts';

/** What a script gives for one trial of a model. */
export type ScriptParams = Readonly<Record<string, unknown>>;

/** One way to couple, or not to couple, the copies of a model, and all its parameters with their defaults. */
export interface Method<Params extends TObject = TObject> {
  /** For a reader: "M-cover". */
  readonly label: string;
  /** A control: no rival of the others, but what tells where a gain comes from. */
  readonly control?: boolean;
  /** What a control is, in a phrase. */
  readonly about?: string;
  /**
   * A learner of its own instead of the model's: plain code computes it, on no device, and parameters mean it only where
   * they fit no other method.
   */
  readonly solver?: boolean;
  /** The method that it is with one cover; the first of the model without it. */
  readonly lifts?: string;
  readonly params: Params;
}

/** What a trial asks of its model, beside its data: parameters that fit their schema. */
export interface Setting<Params> {
  readonly method: string;
  readonly params: Params;
  readonly seed: Seed;
}

/** A trial whose parameters and data fit the schemas of its model. */
export interface Trial<Params, Data> extends Setting<Params> {
  readonly data: Data;
}

/** An annealing that may be computed together with others of its shape, away from here. */
export interface RemoteAnnealing {
  readonly problem: AnnealingProblem;
  readonly schedule: Schedule;
  readonly sweeps: number;
  /** Readout of the collapsed weights. */
  read(W: Float64Array): TrialResult;
}

/** A base model of weights ±1 on its task, one copy of it. */
export interface PlainSpins {
  /** Number of weights. */
  readonly N: number;
  /** Size of a whole unit of energy. */
  readonly unit: number;
  /** The model at some weights ±1, which it may keep. */
  state(weights: Int8Array): PlainState;
}

/** A base model of real weights on its task, one copy of it. */
export interface PlainReals {
  /** Number of weights, and of training patterns. */
  readonly N: number;
  readonly P: number;
  /** Loss of one pattern at some weights, whose derivative by every weight is added to `gradient`. */
  loss(weights: Float64Array, mu: number, gradient: Float64Array): number;
}

interface Parts<TrialOf extends SettingOf, SettingOf, Task, Result extends TrialResult> {
  readonly name: string;
  /** Of `data` in a specification. */
  readonly data: TSchema;
  /**
   * Of what a trial ends with. Each number has a `label` and says by `better` whether the lower or the higher is the
   * better one; the first is what an experiment is about.
   */
  readonly result: TObject;
  /** Whether results depend on the arithmetic of the engine. Models of integers have none. */
  readonly arithmetic?: boolean;
  /** Names of the engines that compute it, the best first, which does where another is asked for. */
  readonly engines: readonly string[];
  /** How what its running trials show is written, in the order of telling: the others are drawn against the first. */
  readonly observed?: readonly Observed[];
  /**
   * What of a result contradicts itself or its specification, in words: an error that is no whole number of patterns,
   * more epochs than there are. A record of such a result is none, however well it is sealed.
   */
  contradiction?(trial: TrialOf, result: Result): string | undefined;
  /** Curves to draw beside its metrics. */
  readonly theory?: readonly Theory[];
  /** Whether several threads can share a trial, by an engine that knows how. */
  readonly shares?: boolean;
  /**
   * Faults that a schema cannot see, among them a problem too large for the engine of this name.
   *
   * @throws InputError with a path into the parameters.
   */
  check?(trial: TrialOf, engine: string): void;
  /** Seconds that a trial takes on one thread of some machine: right between trials, corrected by records. */
  seconds(trial: TrialOf, engine: string): number;
  /**
   * Visits of a weight to a pattern in a trial, the effort that no machine changes; of a solver that took so many iterations
   * or epochs, on average, and none where that is not known.
   */
  visits?(trial: TrialOf, iterations?: number): number | undefined;
  /** Seconds of one look at a running trial on the first of its engines, on that machine; those of a step without it. */
  glance?(trial: TrialOf): number;
  /**
   * Parameters with what follows from files of one's own where they leave it out: sizes and classes.
   *
   * @throws InputError where the model cannot learn from them.
   */
  complete?(params: ScriptParams, data: FilesSource, table: TableSplit): ScriptParams;
  /** What a trial learns from, and what it is judged by; `loaded` is what was read of the files that it names. */
  task(trial: TrialOf, loaded: Loaded | undefined): Task;
  /**
   * Begins a trial on its task, or goes on with one from the snapshot that an earlier process took of it. The same
   * specification gives the same result, wherever it runs, and however often it was put down.
   *
   * @throws Error where the snapshot is of another trial.
   */
  begin(setting: SettingOf, task: Task, engine: Engine, from?: Tensors): LocalRunning<Result>;
  /**
   * What a device may compute in the place of an engine: annealings, and networks, whose size it sees beforehand; no size
   * where a method is not for devices.
   */
  annealing?(setting: SettingOf, task: Task): RemoteAnnealing;
  network?(setting: SettingOf): MlpLoad | undefined;
  training?(setting: SettingOf, task: Task): MlpTraining;
  /** The base model that its covers are made of, so that laws can be held to it alone: of weights ±1, or of real ones. */
  spins?(setting: SettingOf, task: Task): PlainSpins;
  reals?(setting: SettingOf, task: Task): PlainReals;
}

/** A model as its author writes it, where types follow from its schemas. */
export interface Definition<Params, Data extends TSchema, Task, Result extends TrialResult>
  extends Parts<Trial<Params, Static<Data>>, Setting<Params>, Task, Result> {
  readonly data: Data;
  readonly methods: Readonly<Record<string, Method>>;
  /** Names and shapes of the weights of one copy in a file; `weight` alone without it. */
  layout?(setting: Setting<Params>): Layout;
  /** What of a result the collapsed weights alone decide, bit for bit: the readout, on any task. */
  judge?(setting: Setting<Params>, task: Task, W: Float64Array, engine: Engine): Partial<Result>;
  /** Classes that the collapsed weights give to patterns. */
  classes?(setting: Setting<Params>, W: Float64Array, patterns: Rows, engine: Engine): Classes;
}

/** A model as everyone else sees it: one value, which takes specifications and checks them. */
export interface Model<Task = unknown, Result extends TrialResult = TrialResult>
  extends Parts<TrialSpec, Setting<TrialSpec['params']>, Task, Result> {
  readonly methods: Readonly<Record<string, Method>>;
  check(trial: TrialSpec, engine: string): void;
  /** The tensors of a running trial under the names that they have in a file, those of all covers under `covers.`. */
  tensorsOf(setting: Setting<TrialSpec['params']>, tensors: Tensors): NamedTensors;
  /**
   * What of a result the collapsed weights alone decide, bit for bit: the readout, on any task.
   *
   * @throws InputError that names a tensor which is missing or of another shape.
   */
  judge?(
    setting: Setting<TrialSpec['params']>,
    task: Task,
    tensors: NamedTensors,
    engine: Engine,
  ): Partial<Result>;
  /**
   * Classes that the collapsed weights give to patterns: ±1, or numbers from 0.
   *
   * @throws InputError as `judge`, and where the patterns have another number of inputs.
   */
  classes?(
    setting: Setting<TrialSpec['params']>,
    tensors: NamedTensors,
    patterns: Rows,
    engine: Engine,
  ): Classes;
}

/** Classes of patterns: ±1, or numbers from 0. */
export type Classes = Int8Array | Uint32Array;
