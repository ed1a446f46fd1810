/** C = A·B of m × k by k × n. */
export interface Sizes {
  m: number;
  n: number;
  k: number;
}

export type Product = (sizes: Sizes, a: Float32Array, b: Float32Array, c: Float32Array) => void;

/** Three loops, over i, j and the terms, summed in a double. */
export const naiveProduct: Product = ({ m, n, k }, a, b, c) => {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[i * k + p] * b[p * n + j];
      c[i * n + j] = sum;
    }
  }
};

/** Rows of C by four terms at a time, so that B is read along its rows and C a fourth as often. */
export const blockedProduct: Product = ({ m, n, k }, a, b, c) => {
  c.fill(0);
  for (let i = 0; i < m; i++) {
    const row = i * n;
    let p = 0;
    for (; p + 4 <= k; p += 4) {
      const [a0, a1, a2, a3] = [a[i * k + p], a[i * k + p + 1], a[i * k + p + 2], a[i * k + p + 3]];
      const [b0, b1, b2, b3] = [p * n, (p + 1) * n, (p + 2) * n, (p + 3) * n];
      for (let j = 0; j < n; j++) {
        c[row + j] += a0 * b[b0 + j] + a1 * b[b1 + j] + (a2 * b[b2 + j] + a3 * b[b3 + j]);
      }
    }
    for (; p < k; p++) {
      const value = a[i * k + p];
      for (let j = 0; j < n; j++) c[row + j] += value * b[p * n + j];
    }
  }
};
