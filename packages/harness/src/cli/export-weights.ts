import path from 'node:path';
import { plural } from '@mcover/record';
import { writeNpz } from '@mcover/record/npz';
import { Command } from 'commander';
import { inOneLine, messageOf, UsageError } from '../error.ts';
import { replaceFile } from '../journal/durable.ts';
import { readWeights } from '../journal/weights.ts';
import { print } from './output.ts';

export function exportWeightsCommand(): Command {
  return new Command('export-weights')
    .description('writes a file of weights in another format')
    .argument('<file>', 'file of weights, such as results/quick/weights/<id>.safetensors')
    .requiredOption('--npz [out]', 'as .npz, which NumPy reads (default: beside the file)')
    .action((file: string, { npz }: { npz: string | true }) => {
      const out = path.resolve(npz === true ? `${file.replace(/\.safetensors$/, '')}.npz` : npz);
      const { tensors } = readWeights(file);
      replaceFile(out, npzOf(file, tensors));
      print(`${plural(Object.keys(tensors).length, 'tensor')} in ${out}`);
    });
}

function npzOf(file: string, tensors: Parameters<typeof writeNpz>[0]): Uint8Array {
  try {
    return writeNpz(tensors);
  } catch (error) {
    throw new UsageError(inOneLine(`${file}: cannot be an .npz file: ${messageOf(error)}`));
  }
}
