// Logistic regression on a data file, as a model of one's own: `mcover run examples/logistic.json` compares SGD, replicated
// SGD, M-cover and independent copies. The experiment names leaves.csv under "uses", so that other data are other trials.
import { readFileSync } from 'node:fs';
import { choose, exp, log, stream } from '@mcover/core';
import { Type, trained } from '@mcover/models';

const lines = readFileSync(new URL('./leaves.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1);
const rows = lines.map((line) => line.split(','));
const columns = rows[0].length - 1;
const means = Array.from(
  { length: columns },
  (_, i) => rows.reduce((sum, row) => sum + +row[i], 0) / rows.length,
);
/** Inputs of a leaf, centred, with a 1 for the bias; the label is +1 for a maple, −1 for an oak. */
const leaves = rows.map((row) => ({
  x: [...means.map((mean, i) => +row[i] - mean), 1],
  y: row[columns] === 'maple' ? 1 : -1,
}));

const field = (w, x) => x.reduce((sum, value, i) => sum + w[i] * value, 0);
const error = (w, set) => set.filter(({ x, y }) => field(w, x) * y <= 0).length / set.length;

export const model = trained({
  name: 'logistic',
  params: {
    P: Type.Integer({ minimum: 1, maximum: leaves.length - 1, default: 80, symbol: 'P', task: true }),
  },
  data: Type.Object({ name: Type.Literal('leaves', { symbol: 'data' }) }),
  result: Type.Object({
    testError: Type.Number({ label: 'test error', better: 'lower' }),
    trainError: Type.Number({ label: 'train error', better: 'lower' }),
  }),
  descent: { B: 10, epochs: 20, rate: 0.05 },
  weights: () => columns + 1,
  initial(weights, random) {
    for (let q = 0; q < weights.length; q++) weights[q] = random.next() / 2 ** 32 - 0.5;
  },
  task({ params: { P }, seed }) {
    const drawn = new Set(choose(stream(seed, 'leaves', { P }), P, leaves.length));
    return { train: leaves.filter((_, i) => drawn.has(i)), test: leaves.filter((_, i) => !drawn.has(i)) };
  },
  patterns: ({ train }) => train.length,
  /** Loss ln(1 + e^{−m}) of the margin m = y w·x; its derivative by w is −y x / (1 + e^m). */
  gradient:
    ({ train }) =>
    (w, mu, _knobs, gradient) => {
      const { x, y } = train[mu];
      const m = y * field(w, x);
      const slope = -y / (1 + exp(m));
      for (let q = 0; q < x.length; q++) gradient[q] += slope * x[q];
      return m > 0 ? log(1 + exp(-m)) : log(1 + exp(m)) - m;
    },
  read: (W, { train, test }) => ({ testError: error(W, test), trainError: error(W, train) }),
});
