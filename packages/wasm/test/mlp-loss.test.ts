import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expMinus } from './committee-singles.ts';
import { bitsOf, drawn, f, laidOut, u } from './mlp-memory.ts';
import { log } from './mlp-singles.ts';

interface Sizes {
  covers: number;
  classes: number;
  count: number;
  spread: number;
}

const sizes = fc.record<Sizes>({
  covers: fc.integer({ min: 1, max: 4 }),
  classes: fc.integer({ min: 1, max: 12 }),
  count: fc.integer({ min: 1, max: 19 }),
  spread: fc.constantFrom(0, 1e-3, 1, 10, 300),
});

function problem({ covers, classes, count, spread }: Sizes) {
  const stride = Math.ceil(count / 4) * 4;
  const a = drawn('logits', covers * classes * stride).map((x) => spread * x);
  const labels = Uint32Array.from({ length: stride }, (_, b) => (7 * b + 3) % classes);
  const at = (beta: number, k: number, b: number) => (beta * classes + k) * stride + b;
  return { stride, a, labels, at };
}

describe('log', () => {
  it('is within two units in the last place of ln, over all sums of exponentials', () => {
    let worst = 0;
    for (let x = 1; x <= 4096; x = f(x * 1.00003)) {
      const exact = Math.log(x);
      const ulp = exact === 0 ? 2 ** -149 : 2 ** (Math.floor(Math.log2(exact)) - 23);
      worst = Math.max(worst, Math.abs(log(x) - exact) / ulp);
    }
    expect(worst).toBeLessThan(2);
  });
});

describe('crossEntropy', () => {
  it('is its order in singles, bit for bit, and 0 after the last pattern', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { covers, classes, count } = size;
        const { stride, a, labels, at: index } = problem(size);
        const { kernels, at, views } = laidOut({ a, labels });
        const scale = f(1 / count);
        const loss = kernels.crossEntropy(covers, classes, count, at.a, stride, at.labels, 1 / count);
        const expected = new Float32Array(a.length);
        let sum = 0;
        for (let beta = 0; beta < covers; beta++) {
          for (let b = 0; b < count; b++) {
            const logits = Array.from({ length: classes }, (_, k) => a[index(beta, k, b)]);
            const largest = Math.max(...logits);
            const e = logits.map((logit) => expMinus(f(largest - logit)));
            const z = e.reduce((total, value) => f(total + value), 0);
            sum += f(f(largest - logits[labels[b]]) + log(z));
            e.forEach((value, k) => {
              const p = f(value * f(1 / z));
              expected[index(beta, k, b)] = f(f(p - (k === labels[b] ? 1 : 0)) * scale);
            });
          }
        }
        expect(loss).toBe(sum);
        expect([...views.a]).toEqual([...expected]);
      }),
      { numRuns: 150, seed: 4 },
    );
  });

  it('is near the exact loss and derivatives', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { covers, classes, count } = size;
        const { stride, a, labels, at: index } = problem(size);
        const { kernels, at, views } = laidOut({ a, labels });
        const loss = kernels.crossEntropy(covers, classes, count, at.a, stride, at.labels, 0.25);
        let [sum, allowed] = [0, 0];
        for (let beta = 0; beta < covers; beta++) {
          for (let b = 0; b < count; b++) {
            const logits = Array.from({ length: classes }, (_, k) => a[index(beta, k, b)]);
            const largest = Math.max(...logits);
            const z = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
            const gap = largest - logits[labels[b]];
            sum += gap + Math.log(z);
            // e^{−x} errs by 2u, and by xu as x is rounded, at most e^{−1}·u of 1; Z adds a rounding a class.
            const relative = (classes + 4) * u;
            // ln Z errs by that of Z, and by two units in its last place, 4u of it; the gap by two roundings.
            allowed += relative + 4 * u * Math.log(z) + 2 * u * (gap + Math.log(z));
            logits.forEach((logit, k) => {
              const exact = 0.25 * (Math.exp(logit - largest) / z - (k === labels[b] ? 1 : 0));
              const error = Math.abs(views.a[index(beta, k, b)] - exact);
              expect(error).toBeLessThanOrEqual(0.25 * (relative + 5 * u));
            });
          }
        }
        expect(Math.abs(loss - sum)).toBeLessThanOrEqual(allowed);
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  it('repeats itself, whatever lies in the columns after the last pattern', () => {
    const size = { covers: 2, classes: 10, count: 6, spread: 3 };
    const { stride, a, labels, at: index } = problem(size);
    const other = a.slice();
    for (const b of [6, 7]) for (let k = 0; k < 10; k++) other[index(1, k, b)] = Number.NaN;
    const outcomes = [a, a, other].map((logits) => {
      const { kernels, at, views } = laidOut({ logits, labels });
      const loss = kernels.crossEntropy(2, 10, 6, at.logits, stride, at.labels, 1 / 6);
      return { loss, bits: bitsOf(views.logits) };
    });
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]).toEqual(outcomes[0]);
  });
});
