import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOf, drawn, f, gamma, laidOut, u } from './mlp-memory.ts';

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 7 }),
  count: fc.integer({ min: 1, max: 37 }),
  slack: fc.nat({ max: 3 }),
});
const often = { numRuns: 100, seed: 3 };

describe('addBias', () => {
  it('adds, and rectifies where it shall', () => {
    fc.assert(
      fc.property(sizes, fc.boolean(), ({ rows, count, slack }, rectified) => {
        const stride = count + slack;
        const a = drawn('a', rows * stride);
        const bias = drawn('bias', rows);
        const { kernels, at, views } = laidOut({ a, bias });
        kernels.addBias(rows, count, at.a, stride, at.bias, rectified);
        const expected = a.map((value, i) => {
          if (i % stride >= count) return value;
          const sum = value + bias[Math.floor(i / stride)];
          return rectified ? Math.max(sum, 0) : sum;
        });
        expect(bitsOf(views.a)).toEqual(bitsOf(expected));
      }),
      often,
    );
  });
});

describe('rectifyBack', () => {
  it('keeps the derivatives of what was above 0, and no others', () => {
    fc.assert(
      fc.property(sizes, ({ rows, count, slack }) => {
        const stride = count + slack;
        const d = drawn('d', rows * stride);
        const h = drawn('h', rows * stride).map((value) => Math.max(value, 0));
        const { kernels, at, views } = laidOut({ d, h });
        kernels.rectifyBack(rows, count, at.d, at.h, stride);
        const expected = d.map((value, i) => (i % stride >= count || h[i] > 0 ? value : 0));
        expect(bitsOf(views.d)).toEqual(bitsOf(expected));
      }),
      often,
    );
  });
});

describe('sumRows', () => {
  it('sums in its order, near the exact sum', () => {
    fc.assert(
      fc.property(sizes, ({ rows, count, slack }) => {
        const stride = count + slack;
        const d = drawn('d', rows * stride);
        const { kernels, at, views } = laidOut({ d, sums: new Float32Array(rows) });
        kernels.sumRows(rows, count, at.d, stride, at.sums);
        views.sums.forEach((value, r) => {
          const row = d.subarray(r * stride, r * stride + count);
          const lanes = [0, 0, 0, 0];
          const whole = count - (count % 4);
          row.forEach((x, b) => {
            if (b < whole) lanes[b % 4] = f(lanes[b % 4] + x);
          });
          let single = f(f(lanes[0] + lanes[1]) + f(lanes[2] + lanes[3]));
          for (const x of row.subarray(whole)) single = f(single + x);
          expect(value).toBe(single);
          const exact = row.reduce((sum, x) => sum + x, 0);
          const size = row.reduce((sum, x) => sum + Math.abs(x), 0);
          // A value goes through the additions of its lane, two of lanes, and those of the rest.
          expect(Math.abs(value - exact)).toBeLessThanOrEqual(1.001 * gamma(whole / 4 + 2 + 3) * size);
        });
      }),
      often,
    );
  });
});

describe('descend', () => {
  it('is Nesterov’s step in its order, near the exact one, for any count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 41 }), (count) => {
        const [p, v, g] = ['p', 'v', 'g'].map((name) => drawn(name, count));
        const { kernels, at, views } = laidOut({ p, v, g, beyond: drawn('beyond', 4) });
        const [rate, momentum] = [f(0.05), f(0.9)];
        kernels.descend(count, at.p, at.v, at.g, 0.05, 0.9);
        for (let i = 0; i < count; i++) {
          const velocity = f(f(momentum * v[i]) + g[i]);
          expect(views.v[i]).toBe(velocity);
          const step = f(rate * f(g[i] + f(momentum * velocity)));
          expect(views.p[i]).toBe(f(p[i] - step));
          const exactV = momentum * v[i] + g[i];
          const exact = p[i] - rate * (g[i] + momentum * exactV);
          const sizeV = Math.abs(momentum * v[i]) + Math.abs(g[i]);
          const size = Math.abs(p[i]) + rate * (Math.abs(g[i]) + momentum * sizeV);
          // μv is rounded six times until it is in p: two products and an addition for v, one more of each, and so on.
          expect(Math.abs(views.v[i] - exactV)).toBeLessThanOrEqual(2.001 * u * sizeV);
          expect(Math.abs(views.p[i] - exact)).toBeLessThanOrEqual(1.001 * gamma(6) * size);
        }
        expect(bitsOf(views.g)).toEqual(bitsOf(g));
        expect(bitsOf(views.beyond)).toEqual(bitsOf(drawn('beyond', 4)));
      }),
      often,
    );
  });
});
