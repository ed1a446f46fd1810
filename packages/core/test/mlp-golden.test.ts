import { mlpTrainer } from '@mcover/core/internals';
import { describe } from 'vitest';
import { itTrainsAsNumPy } from './golden/mlp.ts';

describe('ten steps agree with NumPy in every loss and weight', () => {
  itTrainsAsNumPy(mlpTrainer, { loss: 1e-10, weight: 1e-10 });
});
