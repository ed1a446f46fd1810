// Table 3's perceptron with its trajectory: how the overlap with the teacher grows as the temperature falls, for one copy,
// for replicas that attract, and for covers that are routed. A fifth of the paper's weights, so that it takes a second:
// `node examples/perceptron.js 1000 0.0001` is the paper's size.
import { fit } from 'mcover';

const [N = 201, step = 0.01] = process.argv.slice(2).map(Number);
const schedule = { from: 0.4, to: 0.01, step };
const methods = {
  vanilla: {},
  rsa: { M: 3, gamma: 1 },
  mcover: { M: 3, S: 10, kernel: { kind: 'directed-ring', mu: 2, sigma: 3 } },
};

for (const [method, own] of Object.entries(methods)) {
  const params = { N, alpha: 1.58, schedule, ...own };
  const { result, trace } = await fit('perceptron', undefined, { params, method, trace: true });
  const { T, overlap } = trace.observed;
  const rows = trace.step.map((step, at) => ({ step, T: T[at], overlap: overlap[at] }));
  console.log(method, result);
  console.table(rows.filter((_, at) => at % Math.ceil(rows.length / 8) === 0));
}
