// Fits a network to rows in memory, saves it, loads it again and predicts: the file knows the labels and the scaling.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fit, gaussian, loadWeights, saveWeights, stream } from 'mcover';

const random = stream({ root: 1, trial: 0 }, 'two clouds');
const around = (centre) => [centre + gaussian(random), centre + gaussian(random)];
const y = Array.from({ length: 200 }, (_, i) => (i % 2 ? 'near' : 'far'));
const X = y.map((label) => around(label === 'near' ? 0 : 4));

const params = { widths: ['inputs', 8, 'classes'], B: 20, epochs: 10, M: 3, G: 1 };
const fitted = await fit('mlp', { X, y, test: { share: 0.25 } }, { params, seed: 7 });
console.log(fitted.result);

const file = join(tmpdir(), 'clouds.safetensors');
saveWeights(file, fitted);
const { predict } = await loadWeights(file);
console.log(predict([around(0), around(4)]));
