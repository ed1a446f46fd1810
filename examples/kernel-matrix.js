// A kernel of one's own: row a of the matrix says how often cover a reads the weights of cover b. Here two pairs of covers
// mix among themselves, and rarely with the others, beside the ring and the uniform kernel of the program.
import { fit, hiddenManifoldTask } from 'mcover';

const pairs = [
  [1, 0.8, 0.05, 0.05],
  [0.8, 1, 0.05, 0.05],
  [0.05, 0.05, 1, 0.8],
  [0.05, 0.05, 0.8, 1],
];
const kernels = {
  pairs: { kind: 'matrix', matrix: pairs },
  ring: { kind: 'directed-ring', mu: 1, sigma: 1 },
  uniform: { kind: 'uniform' },
};

const task = hiddenManifoldTask({ N: 51, D: 10, P: 200, test: 500 }, { root: 1, trial: 0 });
for (const [name, kernel] of Object.entries(kernels)) {
  const { result } = await fit('committee', task, { params: { K: 3, epochs: 30, M: 4, S: 5, kernel } });
  console.log(name, result);
}
