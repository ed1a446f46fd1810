// A CSV of one's own: a learning curve over the number of training rows, its seeds on all cores, and then one training that
// stops when the error on the rows set aside has not fallen for ten epochs. Rows that choose when to stop are no test any
// more: keep others for that.
import { fileURLToPath } from 'node:url';
import { fit, readData, tInterval } from 'mcover';

const train = fileURLToPath(new URL('leaves.csv', import.meta.url));
const data = await readData({ train, test: { share: 0.25 }, label: 'kind' });
const params = { widths: ['inputs', 8, 'classes'], B: 20, epochs: 20, M: 3, G: 2 };

for (const P of [20, 40, 80, 120]) {
  const fitted = await fit('mlp', data, { params: { ...params, P }, seeds: 5 });
  const { low, high } = tInterval(fitted.map(({ result }) => result.testError));
  console.log(`P = ${P}: mean test error between ${low.toFixed(3)} and ${high.toFixed(3)}`);
}

let best = { error: Infinity, step: 0 };
const { result, stoppedAt } = await fit('mlp', data, {
  params: { ...params, epochs: 200 },
  onStep({ step, observe }) {
    const error = observe().testError;
    if (error < best.error) best = { error, step };
    return step - best.step < 10;
  },
});
console.log(`stopped after ${stoppedAt} epochs; least error ${best.error} after ${best.step}:`, result);
