/**
 * Label-gauged patterns G_{μq} = y_μ x_{μq} (Eq. 16), at [q·P + μ].
 *
 * @example
 * gauge(Int8Array.of(1, -1, -1, -1), Int8Array.of(1, -1)); // [1, 1, -1, 1]
 */
export function gauge(x: Int8Array, y: Int8Array): Int8Array {
  const P = y.length;
  const G = new Int8Array(x.length);
  for (let first = 0; first < G.length; first += P) {
    for (let mu = 0; mu < P; mu++) G[first + mu] = x[first + mu] * y[mu];
  }
  return G;
}

/**
 * Integer margins m_μ = Σ_q G_{μq} w_q of one weight vector; the paper's Δ_μ (Eq. 8, 17) is m_μ/√N.
 *
 * @param G gauged patterns ±1 at [q·P + μ].
 */
export function margins(G: Int8Array, w: ArrayLike<number>): Int32Array {
  return addMargins(G, w, new Int32Array(G.length / w.length));
}

/** The same for real weights, weight by weight: exact where they are integers. */
export function realMargins(G: Int8Array, w: ArrayLike<number>): Float64Array {
  return addMargins(G, w, new Float64Array(G.length / w.length));
}

function addMargins<Sums extends Int32Array | Float64Array>(
  G: Int8Array,
  w: ArrayLike<number>,
  m: Sums,
): Sums {
  const P = m.length;
  for (let q = 0; q < w.length; q++) {
    for (let mu = 0; mu < P; mu++) m[mu] += G[q * P + mu] * w[q];
  }
  return m;
}
