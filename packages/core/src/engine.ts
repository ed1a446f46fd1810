import type { Sharpness } from './committee/gradient.ts';
import type { Bank } from './cover/bank.ts';
import type { Classified, Inputs } from './data/classified.ts';
import type { Labelled } from './data/labelled.ts';
import type { Trainer, TrainerSnapshot } from './learning/descent.ts';
import type { Mixers } from './mlp/mixers.ts';
import type { Network } from './mlp/network.ts';
import type { PerceptronPatterns } from './perceptron/margins.ts';
import type { Xoshiro128 } from './random/xoshiro.ts';

/**
 * A perceptron to anneal: the energy of Eq. 7 with the margins of Eq. 8 routed through a bank, and the
 * attraction of replicas. Vanilla annealing is M = 1; replicated annealing is the identity bank with γ > 0.
 */
export interface AnnealingProblem extends PerceptronPatterns {
  /** Routes of S sampled destinations over M covers. */
  readonly bank: Bank;
  /** γ of RSA's weight exp(−ΣE/T + (γ/M) Σ_{a<b} w^a·w^b); 0 where copies do not attract. */
  readonly gamma: number;
  /** Initial weights ±1, one cover after the other: w[a·N + q]. Not changed. */
  readonly weights: Int8Array;
  /** Source of the proposal orders and acceptance words. Not changed: an annealer works on a copy. */
  readonly random: Xoshiro128;
  /** Order of the sites a·N + q that the next sweep shuffles again; without it, that of their numbers. Not changed. */
  readonly order?: Uint32Array;
}

/** Where an annealer stands: in the place of its problem's own, another annealer goes on from there, bit for bit. */
export type AnnealerSnapshot = Required<Pick<AnnealingProblem, 'weights' | 'random' | 'order'>>;

/** A running annealing, from which whole sweeps are asked. */
export interface Annealer {
  /**
   * Proposes each of the N·M weight copies once, in shuffled order, at temperature T > 0. Gives how many proposals were
   * accepted; a rule of one's own need not.
   */
  sweep(temperature: number): number | undefined;
  /** The weights now, as in `AnnealingProblem.weights`. */
  weights(): Int8Array;
  /** (1/S) Σ_s Σ_a Σ_μ ℓ(Δ), without the attraction of replicas. */
  energy(): number;
  /**
   * Integer margins m_μ = Σ_q G_{μq} W_q of its patterns at sums over its covers, W_q = Σ_a w_q^{(a)}, where it has them
   * sooner than `margins` does.
   */
  margins?(W: ArrayLike<number>): Int32Array;
  /** A copy of where it stands; a rule of one's own need not give one. */
  snapshot?(): AnnealerSnapshot;
}

/**
 * A committee machine of K hidden units to train: the routed fields of Eq. 10 through a bank. SGD is M = 1,
 * replicated SGD and independent copies are the identity bank.
 */
export interface CommitteeProblem {
  /** Number of inputs N and of hidden units K. */
  readonly N: number;
  readonly K: number;
  /** Routes of S sampled destinations over the M covers of the K·N weights, q = k·N + i. */
  readonly bank: Bank;
  readonly patterns: Labelled;
  /** Initial weights in rows of unit norm, w[(a·K + k)·N + i]. Not changed. */
  readonly weights: Float64Array;
  /** What a rule of one's own has kept so far, of a training that is gone on with. */
  readonly kept?: TrainerSnapshot['kept'];
}

/** What changes from step to step: β and γ of the soft committee, and the learning rate η. */
export interface CommitteeKnobs extends Sharpness {
  readonly rate: number;
}

/**
 * A running training. `step` is a gradient step of every weight copy on (1/S) Σ_s Σ_a of the batch-mean loss of
 * the routed margins; it and `attract` end with the rows scaled to unit norm. Neither allocates.
 */
export interface CommitteeTrainer extends Trainer<CommitteeKnobs> {
  /**
   * Share of some patterns that a hard committee misclassifies, as `hardError` does: the collapsed one, or that with the
   * weights J[k·N + i]. Changes nothing.
   */
  error(patterns: Labelled, J?: Float64Array): number;
}

/** How the losses of M covers become one. The mean divides every gradient, and so the learning rate, by M. */
export type CoverLoss = 'sum' | 'mean';

/**
 * A multilayer perceptron to train: M covers whose block messages are mixed (Eq. 13, 14). SGD is M = 1,
 * replicated SGD and independent copies have identity mixers.
 */
export interface MlpProblem extends Network {
  readonly loss: CoverLoss;
  readonly M: number;
  /** Most patterns of a batch. */
  readonly B: number;
  /** Mixers of each layer. */
  readonly mixers: readonly Mixers[];
  readonly patterns: Classified;
  /** Initial weights and biases, one cover after the other, each as `mlpLayers` lays it out. Not changed. */
  readonly weights: Float64Array;
  /** The momentum at first, laid out as the weights, of a training that is gone on with; else zeros. */
  readonly kept?: TrainerSnapshot['kept'];
}

/** What a step is told: the learning rate η and the Nesterov momentum m. */
export interface MlpKnobs {
  readonly rate: number;
  readonly momentum: number;
}

/**
 * A running training. `step` is a step of Nesterov's descent of every parameter copy on the sum or the mean over
 * covers of the batch-mean cross-entropy of the routed logits. Neither it nor `attract` allocates.
 */
export interface MlpTrainer extends Trainer<MlpKnobs> {
  /** Class that the collapsed network, the mean over covers or that of the parameters w, gives to each of some patterns. */
  classes(patterns: Inputs, w?: Float64Array): Uint32Array;
}

/**
 * Precision and order of the sums of a differentiable model: doubles in the order of the plain engine, singles in
 * that of the WebAssembly engine, or singles in an order of a BLAS library's or a GPU's own. Discrete models are
 * integers in every engine.
 */
export type Arithmetic = 'f64' | 'f32' | 'blas' | 'gpu';

/** What computes the hot loops. Engines of one arithmetic, other than `blas` and `gpu`, agree bit for bit. */
export interface Engine {
  readonly name: string;
  readonly arithmetic: Arithmetic;
  annealer(problem: AnnealingProblem): Annealer;
  committee(problem: CommitteeProblem): CommitteeTrainer;
  mlp(problem: MlpProblem): MlpTrainer;
}
