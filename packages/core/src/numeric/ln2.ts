/** ln 2 = LN2_HIGH + LN2_LOW; the first has 32 significant bits, so that its product with |k| ≤ 2²⁰ is exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;
