// A Hopfield network as a model of one's own: P random patterns are stored in Hebbian couplings, and annealing looks for
// one of them. `mcover run examples/hopfield.json` compares one copy, replicas that attract and covers that are routed.
import { spin, stream } from '@mcover/core';
import { annealed, Type } from '@mcover/models';

/** N spins s = ±1 with integer couplings J: E = −½ Σ_{i≠j} J_ij s_i s_j, kept by its local fields h_i = Σ_j J_ij s_j. */
function state({ N, J }, spins) {
  const s = Int8Array.from(spins);
  const h = new Int32Array(N);
  for (let i = 0; i < N; i++) for (let j = 0; j < N; j++) h[i] += J[i * N + j] * s[j];
  return {
    delta: (i) => 2 * s[i] * h[i],
    flip(i) {
      for (let j = 0; j < N; j++) h[j] -= 2 * J[j * N + i] * s[i];
      s[i] = -s[i];
    },
    energy: () => -s.reduce((sum, spin, i) => sum + spin * h[i], 0) / 2,
  };
}

export const model = annealed({
  name: 'hopfield',
  params: {
    N: Type.Integer({ minimum: 2, default: 100, symbol: 'N', label: 'number of spins N', task: true }),
    P: Type.Integer({ minimum: 1, default: 5, symbol: 'P', label: 'stored patterns P', task: true }),
  },
  data: Type.Object({ name: Type.Literal('random-patterns', { symbol: 'data' }) }),
  result: Type.Object({
    overlap: Type.Number({ label: 'overlap with the nearest pattern', better: 'higher' }),
    recalled: Type.Boolean({ label: 'recalled', better: 'higher' }),
  }),
  coupling: { M: 3, kernel: { kind: 'uniform' } },
  weights: ({ N }) => N,
  task({ params: { N, P }, seed }) {
    const random = stream(seed, 'hopfield patterns', { N });
    const patterns = Array.from({ length: P }, () => Int8Array.from({ length: N }, () => spin(random)));
    const J = new Int32Array(N * N);
    for (const xi of patterns) {
      for (let i = 0; i < N; i++) for (let j = 0; j < N; j++) if (i !== j) J[i * N + j] += xi[i] * xi[j];
    }
    return { N, J, patterns };
  },
  base: (task) => ({ unit: 1 / task.N, state: (spins) => state(task, spins) }),
  read(W, { patterns }) {
    const along = (xi) => Math.abs(xi.reduce((sum, x, i) => sum + x * Math.sign(W[i]), 0)) / xi.length;
    const overlap = Math.max(...patterns.map(along));
    return { overlap, recalled: overlap === 1 };
  },
});
