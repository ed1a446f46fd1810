import { join } from 'node:path';
import { type Companion, startCompanion } from './companion.ts';
import { repository } from './options.ts';

/** A network that benchmarks/torch/mlp.py trains. */
export interface TorchNetwork {
  widths: readonly number[];
  M: number;
  G: number;
  B: number;
}

/** The one of the path may be another than the system's, for which Debian has PyTorch. */
const pythons = ['python3', '/usr/bin/python3'];

/** PyTorch, ready to do steps of these networks by their places in the list; undefined where there is none. */
export function startTorch(networks: readonly TorchNetwork[]): Companion | undefined {
  const script = join(repository, 'benchmarks', 'torch', 'mlp.py');
  for (const python of pythons) {
    try {
      return startCompanion(python, [script, JSON.stringify(networks)]);
    } catch {
      // The next one may have it.
    }
  }
  return undefined;
}
