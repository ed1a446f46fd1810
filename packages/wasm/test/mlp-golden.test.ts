import { wasmEngine } from '@mcover/wasm';
import { describe } from 'vitest';
import { itTrainsAsNumPy } from '../../core/test/golden/mlp.ts';

describe('ten steps in singles agree with NumPy in every loss and weight', () => {
  itTrainsAsNumPy(wasmEngine.mlp, { loss: 1e-5, weight: 1e-4 });
});
