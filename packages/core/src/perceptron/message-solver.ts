import { type Tensors, tensorOf } from '../trial.ts';
import { type LabelledPatterns, type Messages, messagePassing, sumOfSquares } from './message-passing.ts';
import { contradicts, PatternBits } from './pattern-bits.ts';
import type { Solver } from './solving.ts';

/** When messages count as settled: they move less than this, in the mean over weights. */
export interface Settling {
  readonly tolerance: number;
}

/**
 * Approximate message passing until the signs of the means contradict no pattern, which are then read out, or else until
 * the means settle, which are then read out themselves: the mean of the posterior.
 *
 * It observes the overlap of the means with themselves, q = Σ_i m_i²/N, which state evolution follows.
 *
 * @example
 * const { N, P, x, y, teacher } = teacherStudent(301, 600, { root: 1, trial: 0 });
 * const solver = ampSolver({ N, P, G: gauge(x, y), y }, { tolerance: 1e-6, damping: 0 });
 * for (let i = 0; i < 100 && !solver.advance(); i++);
 * solver.weights().every((w, q) => w === teacher[q]); // true
 */
export function ampSolver(
  patterns: LabelledPatterns,
  { tolerance, damping }: Settling & { readonly damping: number },
  from?: Tensors,
): Solver {
  const { iterate, messages } = messagePassing(patterns, from && messagesFrom(from, patterns));
  const signs = signsOf(patterns);
  const pace = { reinforcement: 0, damping };
  const fit = () => signs.contradicted(messages.m, 1) === 0;
  return {
    advance: () => iterate(pace) < tolerance || fit(),
    weights: () => (fit() ? signs.of(messages.m) : Float64Array.from(messages.m)),
    observe: () => ({ selfOverlap: sumOfSquares(messages.m) / patterns.N }),
    snapshot: () => snapshotOf(messages),
  };
}

/** From here on fields are memory alone. */
const onlyMemory = 0.9999;

/**
 * Reinforced message passing: the memory of the fields grows by 1 − r ← (1 − r)(1 − δ), which draws the means to ±1. It
 * ends with signs that contradict no pattern, or with those that contradicted the fewest.
 *
 * It observes q as `ampSolver`, and the memory r.
 *
 * @example
 * const { N, P, x, y } = teacherStudent(301, 210, { root: 1, trial: 0 });
 * const solver = reinforcedSolver({ N, P, G: gauge(x, y), y }, { tolerance: 1e-6, reinforcement: 0.003 });
 * for (let i = 0; i < 3000 && !solver.advance(); i++);
 * solver.weights().length; // 301
 */
export function reinforcedSolver(
  patterns: LabelledPatterns,
  { tolerance, reinforcement }: Settling & { readonly reinforcement: number },
  from?: Tensors,
): Solver {
  const { N, P } = patterns;
  const { iterate, messages } = messagePassing(patterns, from && messagesFrom(from, patterns));
  const signs = signsOf(patterns);
  let [memory, fewest] = from ? tensorOf(from, 'memory', 2, Float64Array) : [0, P + 1];
  let best = from ? tensorOf(from, 'best', N, Int8Array) : signs.of(messages.m);
  return {
    advance() {
      const moved = iterate({ reinforcement: memory, damping: 0 });
      memory = 1 - (1 - memory) * (1 - reinforcement);
      const wrong = signs.contradicted(messages.m);
      if (wrong < fewest) {
        fewest = wrong;
        best = signs.of(messages.m);
      }
      return wrong === 0 || moved < tolerance || memory > onlyMemory;
    },
    weights: () => Int8Array.from(best),
    observe: () => ({ selfOverlap: sumOfSquares(messages.m) / N, memory }),
    snapshot: () => ({
      ...snapshotOf(messages),
      memory: { shape: [2], data: Float64Array.of(memory, fewest) },
      best: { shape: [N], data: Int8Array.from(best) },
    }),
  };
}

/** What the signs of means say of patterns; that of 0 is +1. */
function signsOf({ N, P, G, y }: LabelledPatterns) {
  const bits = new PatternBits(G, N, P);
  const packed = new Int32Array(bits.words);
  return {
    of: (m: Float64Array) => Int8Array.from(m, (mean) => (mean >= 0 ? 1 : -1)),
    /** How many patterns they contradict, counted no further than to `enough`. */
    contradicted(m: Float64Array, enough = P): number {
      bits.pack(m, packed);
      let count = 0;
      for (let mu = 0; mu < P && count < enough; mu++)
        if (contradicts(bits.margin(mu, packed), y[mu])) count++;
      return count;
    },
  };
}

function messagesFrom(from: Tensors, { N, P }: LabelledPatterns): Messages {
  return {
    m: tensorOf(from, 'm', N, Float64Array),
    field: tensorOf(from, 'field', N, Float64Array),
    g: tensorOf(from, 'g', P, Float64Array),
  };
}

function snapshotOf({ m, field, g }: Messages): Tensors {
  const copy = (data: Float64Array) => ({ shape: [data.length], data: Float64Array.from(data) });
  return { m: copy(m), field: copy(field), g: copy(g) };
}
