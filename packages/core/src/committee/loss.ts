import { exp } from '../numeric/exp.ts';
import { log } from '../numeric/log.ts';

/**
 * Loss of a soft margin x = y K^{−1/2} Σ_k tanh(βF_k): (1/2γ)·log(1 + e^{−2γx}), which tends to max(0, −x) as
 * γ grows (Appendix A.2). Written so that only e^{−2γ|x|} ≤ 1 is ever formed.
 */
export function marginLoss(x: number, gamma: number): number {
  return Math.max(0, -x) + log1p(exp(-2 * gamma * Math.abs(x))) / (2 * gamma);
}

/** Its derivative −1/(1 + e^{2γx}); an exponential that overflows gives −0. */
export function marginSlope(x: number, gamma: number): number {
  return -1 / (1 + exp(2 * gamma * x));
}

/**
 * log(1 + u) for u ≥ 0. The rounding of 1 + u is undone by the factor u/((1 + u) − 1), because log(v)/(v − 1)
 * changes little near v = 1 (Goldberg 1991, theorem 4, https://doi.org/10.1145/103162.103163).
 */
function log1p(u: number): number {
  const v = 1 + u;
  return v === 1 ? u : (log(v) * u) / (v - 1);
}
