/** Coefficients of s³, s⁵, …, s⁴⁹ in arcsin s: (2n)!/(4ⁿ n!² (2n + 1)), the highest first. */
const coefficients: number[] = [];
for (let n = 1, binomial = 0.5; n <= 24; n++, binomial *= (2 * n - 1) / (2 * n)) {
  coefficients.unshift(binomial / (2 * n + 1));
}

/** (arcsin s − s) / s for |s| ≤ 1/2, z = s². */
export function arcsineTail(z: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = (sum + coefficient) * z;
  return sum;
}
