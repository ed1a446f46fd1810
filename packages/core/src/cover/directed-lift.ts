/**
 * The definition of the M-cover in code, for any factor graph (Eq. 1–7): slow, general, and the oracle that
 * every routed model is held against.
 */

/** A local loss ℓ_a (Eq. 1) and the variables ∂a that enter it; `loss` takes their values in that order. */
export interface Factor {
  readonly variables: readonly number[];
  readonly loss: (values: readonly number[]) => number;
}

/** ρ_{a→i,j}(α): the cover from which factor a, serving destination i in cover α, reads source j (Eq. 4). */
export type Route = (factor: number, destination: number, source: number, cover: number) => number;

/**
 * The lifted loss L_M(W|ρ) = Σ_a 1/|∂a| Σ_{i∈∂a} Σ_α ℓ_{a→i}(w_i^{(α)}, {w_j^{(ρ_{a→i,j}(α))}}) (Eq. 7), with
 * ℓ_{a→i} = ℓ_a for every i, which satisfies Eq. 3.
 *
 * @param W weights w_i^{(α)} at W[α][i].
 *
 * @example
 * const product = { variables: [0, 1], loss: ([u, v]) => u * v };
 * directedLift([product], [[1, 2], [3, 4]], (factor, destination, source, cover) => cover); // 14
 * directedLift([product], [[1, 2], [3, 4]], (factor, destination, source, cover) => 1 - cover); // 10
 */
export function directedLift(
  factors: readonly Factor[],
  W: readonly ArrayLike<number>[],
  route: Route,
): number {
  let total = 0;
  factors.forEach(({ variables, loss }, a) => {
    for (const i of variables) {
      for (let cover = 0; cover < W.length; cover++) {
        const context = variables.map((j) => (j === i ? W[cover][i] : W[route(a, i, j, cover)][j]));
        total += loss(context) / variables.length;
      }
    }
  });
  return total;
}
