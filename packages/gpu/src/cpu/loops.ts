import type { Values } from '../operations/call.ts';

/**
 * What each operation computes, in plain code: rows from `from` to before `to` of its output, a row being the X
 * entries of one (z, y). Sums are in doubles and rounded once.
 */
export type Loop = (
  sizes: Readonly<Record<string, number>>,
  arrays: readonly Values[],
  out: Float32Array,
  from: number,
  to: number,
) => void;

/** Σ_i x_{μi} J_{ki}^{(ρ(a))}; rows are (s·M + a)·K + k. */
const fields: Loop = ({ N, K, P, M, byPattern, byInput }, [x, J, routes], out, from, to) => {
  const sums = new Float64Array(P);
  for (let row = from; row < to; row++) {
    const k = row % K;
    const a = ((row - k) / K) % M;
    const s = ((row - k) / K - a) / M;
    sums.fill(0);
    for (let i = 0; i < N; i++) {
      const q = k * N + i;
      const weight = J[routes[(s * K * N + q) * M + a] * K * N + q];
      for (let mu = 0; mu < P; mu++) sums[mu] += weight * x[mu * byPattern + i * byInput];
    }
    out.set(sums, row * P);
  }
};

/** Σ_s Σ_μ d^{(ρ⁻¹(b))} x_{μi}; rows are b·K + k. */
const fieldsBack: Loop = ({ N, K, P, M, S }, [x, deltas, inverses], out, from, to) => {
  for (let row = from; row < to; row++) {
    const k = row % K;
    const b = (row - k) / K;
    for (let i = 0; i < N; i++) {
      const q = k * N + i;
      let sum = 0;
      for (let s = 0; s < S; s++) {
        const a = inverses[(s * K * N + q) * M + b];
        const source = ((s * M + a) * K + k) * P;
        for (let mu = 0; mu < P; mu++) sum += deltas[source + mu] * x[mu * N + i];
      }
      out[row * N + i] = sum;
    }
  }
};

/** Σ_{i∈g} W_{ri} h_i; rows are (α·B + b)·outputs + r. */
const messages: Loop = ({ inputs, outputs, G, B }, [W, h, starts], out, from, to) => {
  for (let row = from; row < to; row++) {
    const r = row % outputs;
    const pattern = (row - r) / outputs;
    const weights = (Math.floor(pattern / B) * outputs + r) * inputs;
    for (let g = 0; g < G; g++) {
      let sum = 0;
      for (let i = starts[g]; i < starts[g + 1]; i++) sum += W[weights + i] * h[pattern * inputs + i];
      out[row * G + g] = sum;
    }
  }
};

/** Σ_g Σ_α Q̂_{rg,βα} C_{rg}^{(α)}; rows are β·B + b. */
const mix: Loop = ({ outputs, G, M, B }, [Q, C], out, from, to) => {
  for (let row = from; row < to; row++) {
    const b = row % B;
    const beta = (row - b) / B;
    for (let r = 0; r < outputs; r++) {
      let sum = 0;
      for (let g = 0; g < G; g++) {
        for (let a = 0; a < M; a++) {
          sum += Q[((r * G + g) * M + beta) * M + a] * C[((a * B + b) * outputs + r) * G + g];
        }
      }
      out[row * outputs + r] = sum;
    }
  }
};

/** Σ_β Q̂_{rg,βα} d_r^{(β)}; rows are (α·B + b)·outputs + r. */
const unmix: Loop = ({ outputs, G, M, B }, [Q, deltas], out, from, to) => {
  for (let row = from; row < to; row++) {
    const r = row % outputs;
    const pattern = (row - r) / outputs;
    const b = pattern % B;
    const a = (pattern - b) / B;
    for (let g = 0; g < G; g++) {
      let sum = 0;
      for (let beta = 0; beta < M; beta++) {
        sum += Q[((r * G + g) * M + beta) * M + a] * deltas[(beta * B + b) * outputs + r];
      }
      out[row * G + g] = sum;
    }
  }
};

/** Σ_b dC_{rg} h_i; rows are α·outputs + r. */
const weightsBack: Loop = ({ inputs, outputs, G, B }, [dC, h, blocks], out, from, to) => {
  for (let row = from; row < to; row++) {
    const r = row % outputs;
    const a = (row - r) / outputs;
    for (let i = 0; i < inputs; i++) {
      let sum = 0;
      for (let b = 0; b < B; b++) {
        const pattern = a * B + b;
        sum += dC[(pattern * outputs + r) * G + blocks[i]] * h[pattern * inputs + i];
      }
      out[row * inputs + i] = sum;
    }
  }
};

/** Σ_r W_{ri} dC_{rg}; rows are α·B + b. */
const inputsBack: Loop = ({ inputs, outputs, G, B }, [dC, W, blocks], out, from, to) => {
  for (let row = from; row < to; row++) {
    const a = Math.floor(row / B);
    for (let i = 0; i < inputs; i++) {
      let sum = 0;
      for (let r = 0; r < outputs; r++) {
        sum += W[(a * outputs + r) * inputs + i] * dC[(row * outputs + r) * G + blocks[i]];
      }
      out[row * inputs + i] = sum;
    }
  }
};

export const loops = { fields, fieldsBack, messages, mix, unmix, weightsBack, inputsBack };
