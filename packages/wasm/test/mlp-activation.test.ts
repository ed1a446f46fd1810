import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOf, drawn, f, laidOut } from './mlp-memory.ts';
import { tanh } from './mlp-singles.ts';

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 7 }),
  count: fc.integer({ min: 1, max: 37 }),
  spread: fc.constantFrom(1e-3, 1, 30),
});
const often = { numRuns: 100, seed: 7 };

/** Fields with both zeros among them, and both ends of the slope of `sign`. */
function fields(rows: number, stride: number, spread: number): Float32Array {
  const a = drawn('fields', rows * stride).map((x) => spread * x);
  [0, -0, 1, -1, f(1 + 2 ** -23)].forEach((x, at) => {
    if (3 * at < a.length) a[3 * at] = x;
  });
  return a;
}

/** Whole vectors are computed: columns up to the next multiple of 4 hold what nobody reads. */
function expectColumns(after: Float32Array, count: number, stride: number, value: (at: number) => number) {
  const rows = (element: (at: number) => number) =>
    Array.from({ length: after.length }, (_, at) => (at % stride < count ? element(at) : 0));
  expect(rows((at) => after[at])).toEqual(rows((at) => f(value(at))));
}

describe('activations', () => {
  it('are their functions in singles, bit for bit, and hand back their slopes', () => {
    fc.assert(
      fc.property(sizes, ({ rows, count, spread }) => {
        const stride = Math.ceil(count / 4) * 4 + 4;
        const a = fields(rows, stride, spread);
        const d = drawn('d', a.length);
        const { kernels, at, views } = laidOut({ a, h: a, s: new Float32Array(a.length), dt: d, ds: d });
        kernels.tanh(rows, count, at.h, stride);
        kernels.tanhBack(rows, count, at.dt, at.h, stride);
        kernels.sign(rows, count, at.a, at.s, stride);
        kernels.signBack(rows, count, at.ds, at.a, stride);
        expectColumns(views.h, count, stride, (i) => tanh(a[i]));
        expectColumns(views.dt, count, stride, (i) => d[i] * f(1 - f(tanh(a[i]) ** 2)));
        expectColumns(views.s, count, stride, (i) => (a[i] >= 0 ? 1 : -1));
        expectColumns(views.ds, count, stride, (i) => (Math.abs(a[i]) <= 1 ? d[i] : 0));
        expect(bitsOf(views.a)).toEqual(bitsOf(a));
      }),
      often,
    );
  });

  it('have a tanh that errs as little as the kernel states', () => {
    let largest = 0;
    for (let x = 1e-8; x < 50; x = f(x * 1.0001)) {
      largest = Math.max(largest, Math.abs(tanh(x) - Math.tanh(x)));
      expect(tanh(-x)).toBe(-tanh(x));
    }
    expect(largest).toBeLessThan(1.2e-7);
  });
});

describe('attract', () => {
  it('is its order in singles, bit for bit, for any count', () => {
    const many = fc.record({ count: fc.nat({ max: 41 }), covers: fc.integer({ min: 1, max: 6 }) });
    fc.assert(
      fc.property(many, ({ count, covers }) => {
        const w = drawn('w', count * covers);
        const { kernels, at, views } = laidOut({ w, beyond: drawn('beyond', 4) });
        kernels.attract(count, covers, at.w, count, 0.3);
        const expected = w.map((own, place) => {
          let sum = 0;
          for (let a = 0; a < covers; a++) sum = f(sum + w[a * count + (place % count)]);
          return f(own - f(f(0.3) * f(own - f(sum / covers))));
        });
        expect(bitsOf(views.w)).toEqual(bitsOf(expected));
        expect(bitsOf(views.beyond)).toEqual(bitsOf(drawn('beyond', 4)));
      }),
      often,
    );
  });
});
