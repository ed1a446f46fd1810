import type { MlpKernels } from './kernels.ts';

/** The kernels whose calls threads can share. */
export type Divisible = Exclude<keyof MlpKernels, 'crossEntropy'>;

/** The arguments of a call, in order; what a kernel does not have is 0. */
export type Call = Float64Array;

type Measure = (call: Call) => number;

/** A way to divide a call: by rows of what it writes, or by columns. No sum is divided, so that no bit changes. */
interface Cut {
  /** The argument that counts what is divided, and how many of these stay together. */
  readonly along: number;
  readonly together: number;
  /** Arguments that are addresses, and the singles that each moves by from one to the next. */
  readonly moves: readonly { readonly address: number; readonly by: Measure }[];
}

interface Division {
  readonly cut: (call: Call) => Cut;
  /** How much there is to do, in products of a matrix product. */
  readonly work: Measure;
}

const single: Measure = () => 1;
const argument =
  (at: number): Measure =>
  (call) =>
    call[at];

const cut = (along: number, together: number, moves: Readonly<Record<number, Measure>>): Cut => ({
  along,
  together,
  moves: Object.entries(moves).map(([address, by]) => ({ address: Number(address), by })),
});

/** By whole tiles of the longer side of C, so that the smaller of A and B is what every thread packs. */
function product(byA: Measure, byB: Measure): Division {
  const rows = cut(0, 5, { 3: byA, 7: argument(8) });
  const columns = cut(1, 8, { 5: byB, 7: single });
  return {
    cut: (call) => (call[0] >= call[1] ? rows : columns),
    work: (call) => call[0] * call[1] * call[2],
  };
}

/** By columns, in lines of 64 bytes. */
function mixing(from: number, to: number): Division {
  const columns = cut(1, 16, { [from]: single, [to]: single });
  return { cut: () => columns, work: (call) => 4 * call[0] * call[1] * call[2] ** 2 * call[3] };
}

function weightMixing(): Division {
  const mixers: Measure = (call) => call[3] * call[2] ** 2;
  const rows = cut(0, 1, { 5: mixers, 6: argument(1), 7: argument(1) });
  return { cut: () => rows, work: (call) => 4 * call[0] * call[1] * call[2] ** 2 };
}

/** Of rows of `count`, argument 1; an element is as much work as `each` products. */
function byRows(moves: Readonly<Record<number, Measure>>, each: number): Division {
  const rows = cut(0, 1, moves);
  return { cut: () => rows, work: (call) => each * call[0] * call[1] };
}

function byNumbers(addresses: readonly number[], work: Measure): Division {
  const numbers = cut(0, 16, Object.fromEntries(addresses.map((address) => [address, single])));
  return { cut: () => numbers, work };
}

/** How a call of each kernel is divided. */
export const divisions: Readonly<Record<Divisible, Division>> = {
  gemm: product(argument(4), single),
  gemmNT: product(argument(4), argument(6)),
  gemmTN: product(single, single),
  mix: mixing(6, 7),
  unmix: mixing(6, 8),
  mixWeights: weightMixing(),
  unmixWeights: weightMixing(),
  addBias: byRows({ 2: argument(3), 4: single }, 8),
  rectifyBack: byRows({ 2: argument(4), 3: argument(4) }, 8),
  tanh: byRows({ 2: argument(3) }, 32),
  tanhBack: byRows({ 2: argument(4), 3: argument(4) }, 8),
  sign: byRows({ 2: argument(4), 3: argument(4) }, 8),
  signBack: byRows({ 2: argument(4), 3: argument(4) }, 8),
  sumRows: byRows({ 2: argument(3), 4: single }, 8),
  descend: byNumbers([1, 2, 3], (call) => 16 * call[0]),
  attract: byNumbers([2], (call) => 16 * call[0] * call[1]),
};

export const divisible = Object.keys(divisions) as Divisible[];

/** Makes of a call one of its parts, and tells whether there is anything in it. */
export function divide(kernel: Divisible, call: Call, part: number, parts: number): boolean {
  const { along, together, moves } = divisions[kernel].cut(call);
  const count = call[along];
  const pieces = Math.ceil(count / together);
  const from = Math.floor((pieces * part) / parts) * together;
  const to = Math.min(count, Math.floor((pieces * (part + 1)) / parts) * together);
  for (let i = 0; i < moves.length; i++) call[moves[i].address] += 4 * from * moves[i].by(call);
  call[along] = to - from;
  return to > from;
}

/** Computes what a call says. */
export function compute(kernels: MlpKernels, kernel: Divisible, c: Call): void {
  const run = kernels[kernel] as (...numbers: number[]) => void;
  // WebAssembly leaves out what a kernel does not have.
  run(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11], c[12]);
}
