import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOf, drawn, f, gamma, laidOut } from './mlp-memory.ts';

interface Sizes {
  rows: number;
  count: number;
  covers: number;
  blocks: number;
  slack: number;
}

const sizes = fc.record<Sizes>({
  rows: fc.integer({ min: 1, max: 6 }),
  count: fc.integer({ min: 1, max: 45 }),
  covers: fc.integer({ min: 1, max: 6 }),
  blocks: fc.integer({ min: 1, max: 5 }),
  slack: fc.nat({ max: 3 }),
});
const often = { numRuns: 80, seed: 2 };

/** A sum of terms in doubles, the sizes of its terms, and the same sum in singles, term by term from `start`. */
function sums(start: number, terms: readonly (readonly [number, number])[]) {
  let [exact, size, single] = [start, Math.abs(start), start];
  for (const [x, y] of terms) {
    exact += x * y;
    size += Math.abs(x * y);
    single = f(single + f(x * y));
  }
  // Each term is rounded as a product, and by at most as many additions as there are terms.
  return { exact, allowed: 1.001 * gamma(terms.length + 1) * size, single };
}

type Sum = ReturnType<typeof sums>;

function expectSum(value: number, { exact, allowed, single }: Sum): void {
  expect(value).toBe(single);
  expect(Math.abs(value - exact)).toBeLessThanOrEqual(allowed);
}

const range = (length: number) => Array.from({ length }, (_, i) => i);

/** A layer with mixers, and rows of C, a and d at a stride. */
function layer({ rows, count, covers, blocks, slack }: Sizes) {
  const stride = count + slack;
  const C = drawn('C', blocks * covers * rows * stride);
  const a = drawn('a', covers * rows * stride);
  const bias = drawn('bias', covers * rows);
  const q = drawn('Q', rows * blocks * covers * covers);
  const mixer = (r: number, g: number, beta: number, alpha: number) =>
    q[((r * blocks + g) * covers + beta) * covers + alpha];
  const inC = (g: number, alpha: number, r: number) => ((g * covers + alpha) * rows + r) * stride;
  const inA = (beta: number, r: number) => (beta * rows + r) * stride;
  return { stride, C, a, bias, q, mixer, inC, inA };
}

/** Every element of an array of rows of `count`; nothing else may have changed. */
function expectRows(
  after: Float32Array,
  before: Float32Array,
  firsts: readonly number[],
  count: number,
  element: (row: number, b: number) => Sum,
): void {
  const slack = before.slice();
  firsts.forEach((first, row) => {
    for (let b = 0; b < count; b++) {
      expectSum(after[first + b], element(row, b));
      slack[first + b] = after[first + b];
    }
  });
  expect(bitsOf(after)).toEqual(bitsOf(slack));
}

describe('mix', () => {
  it('is bias + Σ_g Σ_α Q̂ C in its order, near the exact sum, at any sizes', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom('bias', 'before'), (size, from) => {
        const { rows, count, covers, blocks } = size;
        const { stride, C, a, bias, q, mixer, inC, inA } = layer(size);
        const { kernels, at, views } = laidOut({ C, a, bias, q });
        const address = from === 'bias' ? at.bias : 0;
        kernels.mix(
          ...[rows, count, covers, blocks, at.q, blocks, at.C],
          ...[at.a, rows * stride, stride, address, rows, false],
        );
        const places = range(covers * rows).map((i) => [Math.floor(i / rows), i % rows]);
        const firsts = places.map(([beta, r]) => inA(beta, r));
        expectRows(views.a, a, firsts, count, (row, b) => {
          const [beta, r] = places[row];
          const terms = range(blocks * covers).map((i) => {
            const [g, alpha] = [Math.floor(i / covers), i % covers];
            return [mixer(r, g, beta, alpha), C[inC(g, alpha, r) + b]] as const;
          });
          return sums(from === 'bias' ? bias[beta * rows + r] : a[firsts[row] + b], terms);
        });
      }),
      often,
    );
  });

  it('gives the same bits block by block and by parts of the rows, and rectifies at the end', () => {
    const [rows, count, covers, blocks] = [5, 21, 3, 4];
    const { stride, C, a, bias, q } = layer({ rows, count, covers, blocks, slack: 0 });
    const { kernels, at, views } = laidOut({ C, bias, q, whole: a, byBlocks: a, byRows: a, part: C });
    const cover = rows * stride;
    const mix = (to: number, g: number, many: number, from: number, rectified: boolean) =>
      kernels.mix(
        ...[rows, count, covers, many, at.q + 4 * g * covers * covers, blocks],
        ...[at.C + 4 * g * covers * cover, to, cover, stride, from, rows, rectified],
      );
    mix(at.whole, 0, blocks, at.bias, true);
    expect(views.whole.some((value) => value === 0)).toBe(true);
    expect(views.whole.every((value) => value >= 0)).toBe(true);
    for (const g of range(blocks)) mix(at.byBlocks, g, 1, g === 0 ? at.bias : 0, g === blocks - 1);
    expect(bitsOf(views.byBlocks)).toEqual(bitsOf(views.whole));

    for (const [first, many] of [
      [0, 2],
      [2, 3],
    ]) {
      // The rows of C of a part lie together.
      range(blocks * covers).forEach((i) => {
        const rowsOf = C.subarray((i * rows + first) * stride, (i * rows + first + many) * stride);
        views.part.set(rowsOf, i * many * stride);
      });
      kernels.mix(
        ...[many, count, covers, blocks, at.q + 4 * first * blocks * covers ** 2, blocks, at.part],
        ...[at.byRows + 4 * first * stride, cover, stride, at.bias + 4 * first, rows, true],
      );
    }
    expect(bitsOf(views.byRows)).toEqual(bitsOf(views.whole));
  });
});

describe('unmix', () => {
  it('is Σ_β Q̂ d in its order, near the exact sum, at any sizes', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { rows, count, covers, blocks } = size;
        const { stride, C, a: d, q, mixer, inC, inA } = layer(size);
        const { kernels, at, views } = laidOut({ C, d, q });
        kernels.unmix(rows, count, covers, blocks, at.q, blocks, at.d, rows * stride, at.C, stride);
        const places = range(blocks * covers * rows).map((i) => {
          const block = Math.floor(i / rows);
          return [Math.floor(block / covers), block % covers, i % rows];
        });
        const firsts = places.map(([g, alpha, r]) => inC(g, alpha, r));
        expectRows(views.C, C, firsts, count, (row, b) => {
          const [g, alpha, r] = places[row];
          return sums(
            0,
            range(covers).map((beta) => [mixer(r, g, beta, alpha), d[inA(beta, r) + b]] as const),
          );
        });
      }),
      often,
    );
  });
});

describe('mixWeights and unmixWeights', () => {
  const cut = sizes.chain((size) =>
    fc.record({
      size: fc.constant(size),
      cuts: fc.array(fc.nat({ max: size.count }), {
        minLength: size.blocks - 1,
        maxLength: size.blocks - 1,
      }),
    }),
  );

  it('are Σ_α Q̂ W and Σ_β Q̂ W̃ in their orders, near the exact sums, for any cuts of the inputs', () => {
    fc.assert(
      fc.property(cut, ({ size: { rows, count: inputs, covers, blocks }, cuts }) => {
        const ends = Uint32Array.of(...cuts.sort((a, b) => a - b), inputs);
        const { q, mixer } = layer({ rows, count: inputs, covers, blocks, slack: 0 });
        const W = drawn('W', covers * rows * inputs);
        const empty = new Float32Array(W.length);
        const { kernels, at, views } = laidOut({ W, q, ends, mixed: empty, back: empty });
        kernels.mixWeights(rows, inputs, covers, blocks, at.ends, at.q, at.W, at.mixed, rows * inputs);
        kernels.unmixWeights(rows, inputs, covers, blocks, at.ends, at.q, at.W, at.back, rows * inputs);
        for (let index = 0; index < W.length; index++) {
          const [i, row] = [index % inputs, Math.floor(index / inputs)];
          const [r, cover] = [row % rows, Math.floor(row / rows)];
          const g = ends.findIndex((end) => i < end);
          const w = (other: number) => W[(other * rows + r) * inputs + i];
          const terms = (q: (other: number) => number) =>
            sums(
              0,
              range(covers).map((other) => [q(other), w(other)] as const),
            );
          expectSum(
            views.mixed[index],
            terms((alpha) => mixer(r, g, cover, alpha)),
          );
          expectSum(
            views.back[index],
            terms((beta) => mixer(r, g, beta, cover)),
          );
        }
      }),
      often,
    );
  });
});
