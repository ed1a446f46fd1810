import { inverseMillsRatio } from '../numeric/gaussian-tail.ts';
import { tanh } from '../numeric/tanh.ts';
import { SignProduct } from './sign-product.ts';

/** What a learner of ±1 weights is told of a perceptron. */
export interface LabelledPatterns {
  /** Number of weights N and of patterns P. */
  readonly N: number;
  readonly P: number;
  /** Label-gauged patterns ±1 (Eq. 16) at [q·P + μ]. */
  readonly G: Int8Array;
  /** Labels ±1 at [μ]: they decide the class of a field of 0. */
  readonly y: Int8Array;
}

/** Messages between weights and patterns. */
export interface Messages {
  /** Mean of each weight. */
  readonly m: Float64Array;
  /** Field of each weight, of which the mean is the hyperbolic tangent. */
  readonly field: Float64Array;
  /** What each pattern asks of its margin. */
  readonly g: Float64Array;
}

/** How an iteration differs from the plain one: memory r of the fields, and damping d of the means. */
export interface Pace {
  readonly reinforcement: number;
  readonly damping: number;
}

/** Least variance of a margin, and largest field: both are far beyond what doubles tell from a certain weight. */
const leastVariance = 1e-9;
const largestField = 50;

/**
 * Approximate message passing for weights ±1 and patterns that none of them may contradict (GAMP of Rangan 2011,
 * https://arxiv.org/abs/1010.5141, for the Bayes-optimal perceptron of Barbier et al. 2019,
 * https://arxiv.org/abs/1708.03395). Each iteration takes, with V = 1 − Σ_i m_i²/N and u_μ = ω_μ/√V,
 *
 *     ω_μ = Σ_i G_{μi} m_i/√N − V g_μ + y_μ/√N (the last for even N, whose margins are even: y = +1 is a field above −1)
 *     g_μ = φ(u_μ)/H(−u_μ)/√V
 *     h_i ← Σ_μ G_{μi} g_μ/√N + m_i Σ_μ g_μ (g_μ + ω_μ/V)/N + r h_i
 *     m_i ← d m_i + (1 − d) tanh h_i
 *
 * from m = 0, g = 0. r = 0 is message passing as such; a memory r that grows to 1 makes it look for one binary solution
 * (Braunstein and Zecchina 2006, https://doi.org/10.1103/PhysRevLett.96.030201).
 *
 * Nothing is allocated in an iteration.
 *
 * @example
 * const { N, P, x, y } = teacherStudent(101, 200, { root: 1, trial: 0 });
 * const { iterate, messages } = messagePassing({ N, P, G: gauge(x, y), y });
 * iterate({ reinforcement: 0, damping: 0 }) > 0.1; // true
 * messages.m.length; // 101
 *
 * @param from messages to go on from. Not changed.
 */
export function messagePassing({ N, P, G, y }: LabelledPatterns, from?: Messages) {
  const m = Float64Array.from(from?.m ?? new Float64Array(N));
  const field = Float64Array.from(from?.field ?? new Float64Array(N));
  const g = Float64Array.from(from?.g ?? new Float64Array(P));
  const overWeights = new SignProduct(G, { rows: P, columns: N, toRow: 1, toColumn: P });
  const overPatterns = new SignProduct(G, { rows: N, columns: P, toRow: P, toColumn: 1 });
  const alongMeans = new Float64Array(P);
  const asked = new Float64Array(N);
  const root = Math.sqrt(N);
  const shift = N % 2 === 0 ? 1 / root : 0;

  return {
    messages: { m, field, g } as Messages,
    /** One iteration. Gives the mean change |Δm| of a weight. */
    iterate({ reinforcement, damping }: Pace): number {
      const V = Math.max(1 - sumOfSquares(m) / N, leastVariance);
      const deviation = Math.sqrt(V);
      overWeights.multiply(m, alongMeans);
      let own = 0;
      for (let mu = 0; mu < P; mu++) {
        const omega = alongMeans[mu] / root - V * g[mu] + shift * y[mu];
        g[mu] = inverseMillsRatio(-omega / deviation) / deviation;
        own += g[mu] * (g[mu] + omega / V);
      }
      const A = own / N;
      overPatterns.multiply(g, asked);
      let moved = 0;
      for (let i = 0; i < N; i++) {
        field[i] = asked[i] / root + A * m[i] + reinforcement * field[i];
        const h = Math.max(-largestField, Math.min(largestField, field[i]));
        const mean = damping * m[i] + (1 - damping) * tanh(h);
        moved += Math.abs(mean - m[i]);
        m[i] = mean;
      }
      return moved / N;
    },
  };
}

export function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}
