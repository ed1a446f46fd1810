/**
 * How far a sum of `terms` products in singles may be from the exact one, |computed − exact|, where `magnitude` is the
 * sum of the products' absolute values: terms·2⁻²³·magnitude. That is twice the bound of recursive summation with
 * products rounded to nearest (Higham, Accuracy and Stability of Numerical Algorithms, §3.1,
 * https://doi.org/10.1137/1.9780898718027), because a GPU may round otherwise than to nearest.
 */
export function tolerance(terms: number, magnitude: number): number {
  return terms * 2 ** -23 * magnitude;
}
