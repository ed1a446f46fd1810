import type { IKernelFunctionThis } from 'gpu.js';

/**
 * The loops of cpu/loops.ts as gpu.js takes them: one call for one entry of the output, at (thread.z, thread.y,
 * thread.x). gpu.js translates their text, so they name nothing outside themselves, and has singles for integers: a
 * quotient of whole numbers is floor((n + ½)/d), which no rounding can push over an edge up to `mostPlanes`.
 */
type This = IKernelFunctionThis<Record<string, number>>;

/** Arrays: x, J, routes. */
function fields(this: This, x: number[], J: number[], routes: number[]): number {
  const s = Math.floor((this.thread.z + 0.5) / this.constants.M);
  const a = this.thread.z - s * this.constants.M;
  const size = this.constants.K * this.constants.N;
  let sum = 0;
  for (let i = 0; i < this.constants.N; i++) {
    const q = this.thread.y * this.constants.N + i;
    const from = routes[(s * size + q) * this.constants.M + a];
    const value = x[this.thread.x * this.constants.byPattern + i * this.constants.byInput];
    sum += value * J[from * size + q];
  }
  return sum;
}

/** Arrays: x, deltas, inverses. */
function fieldsBack(this: This, x: number[], deltas: number[], inverses: number[]): number {
  const q = this.thread.y * this.constants.N + this.thread.x;
  let sum = 0;
  for (let s = 0; s < this.constants.S; s++) {
    const channel = s * this.constants.K * this.constants.N;
    const a = inverses[(channel + q) * this.constants.M + this.thread.z];
    const row = ((s * this.constants.M + a) * this.constants.K + this.thread.y) * this.constants.P;
    for (let mu = 0; mu < this.constants.P; mu++) {
      sum += deltas[row + mu] * x[mu * this.constants.N + this.thread.x];
    }
  }
  return sum;
}

/** Arrays: W, h, starts. Bounds of loops are constants, which every version of GLSL takes. */
function messages(this: This, W: number[], h: number[], starts: number[]): number {
  const cover = Math.floor((this.thread.z + 0.5) / this.constants.B);
  const weights = (cover * this.constants.outputs + this.thread.y) * this.constants.inputs;
  const values = this.thread.z * this.constants.inputs;
  const start = starts[this.thread.x];
  const length = starts[this.thread.x + 1] - start;
  let sum = 0;
  for (let j = 0; j < this.constants.longest; j++) {
    if (j < length) sum += W[weights + start + j] * h[values + start + j];
  }
  return sum;
}

/** Arrays: Q, C. */
function mix(this: This, Q: number[], C: number[]): number {
  const G = this.constants.G;
  const M = this.constants.M;
  let sum = 0;
  for (let g = 0; g < this.constants.G; g++) {
    const mixer = ((this.thread.x * G + g) * M + this.thread.z) * M;
    for (let a = 0; a < this.constants.M; a++) {
      const pattern = a * this.constants.B + this.thread.y;
      sum += Q[mixer + a] * C[(pattern * this.constants.outputs + this.thread.x) * G + g];
    }
  }
  return sum;
}

/** Arrays: Q, deltas. */
function unmix(this: This, Q: number[], deltas: number[]): number {
  const cover = Math.floor((this.thread.z + 0.5) / this.constants.B);
  const pattern = this.thread.z - cover * this.constants.B;
  const M = this.constants.M;
  const mixer = (this.thread.y * this.constants.G + this.thread.x) * M * M + cover;
  let sum = 0;
  for (let b = 0; b < this.constants.M; b++) {
    const row = (b * this.constants.B + pattern) * this.constants.outputs;
    sum += Q[mixer + b * M] * deltas[row + this.thread.y];
  }
  return sum;
}

/** Arrays: dC, h, blocks. */
function weightsBack(this: This, dC: number[], h: number[], blocks: number[]): number {
  const g = blocks[this.thread.x];
  let sum = 0;
  for (let b = 0; b < this.constants.B; b++) {
    const pattern = this.thread.z * this.constants.B + b;
    const message = (pattern * this.constants.outputs + this.thread.y) * this.constants.G + g;
    sum += dC[message] * h[pattern * this.constants.inputs + this.thread.x];
  }
  return sum;
}

/** Arrays: dC, W, blocks. */
function inputsBack(this: This, dC: number[], W: number[], blocks: number[]): number {
  const g = blocks[this.thread.x];
  const pattern = this.thread.z * this.constants.B + this.thread.y;
  let sum = 0;
  for (let r = 0; r < this.constants.outputs; r++) {
    const row = (this.thread.z * this.constants.outputs + r) * this.constants.inputs;
    const message = (pattern * this.constants.outputs + r) * this.constants.G + g;
    sum += W[row + this.thread.x] * dC[message];
  }
  return sum;
}

export const sources = { fields, fieldsBack, messages, mix, unmix, weightsBack, inputsBack };
