import { InputError, type Network } from '@mcover/core';
import { mlpLayers, mlpSize } from '@mcover/core/internals';
import { coversPrefix, type NamedTensors } from '@mcover/models';
import { readSafetensors } from '@mcover/record';
import { readRegular } from '@mcover/report/disk';
import { inOneLine, messageOf, UsageError } from '../error.ts';
import { readWeights } from '../journal/weights.ts';
import { type KnownWeights, knownWeights } from '../weights/known.ts';

/** A network out of a file, of a trial or of another program, and what kind of network it is. */
export type NetworkFile = (
  | { readonly kind: 'mlp'; readonly network: Network }
  | { readonly kind: 'committee'; readonly size: { readonly N: number; readonly K: number } }
) & {
  readonly file: string;
  readonly weights: Float64Array;
  /** Its shape in words: two of the same words can be compared. */
  readonly shape: string;
  /** Where it is of a trial: what that learnt from. */
  readonly known?: KnownWeights;
};

/** The activations that files of other programs may have, which do not say it. */
export const activations = ['relu', 'tanh', 'sign'] as const;

/**
 * Reads a network: weights of this program, or layers of another one, such as PyTorch's, as `*.weight` [outputs, inputs]
 * and `*.bias` [outputs] in the natural order of their names. A layer without a bias has one of zeros.
 *
 * @param activation of hidden units, where the file does not say it; relu without it.
 * @throws UsageError that names the file.
 */
export async function readNetwork(file: string, activation?: Network['activation']): Promise<NetworkFile> {
  const { tensors, metadata } = refusing(file, () => {
    const read = readSafetensors(readRegular(file), { finite: true });
    return { ...read, tensors: withoutCovers(read.tensors) };
  });
  if (metadata.format !== 'mcover')
    return refusing(file, () => ({ file, ...layersOf(tensors, activation ?? 'relu') }));
  const known = await knownWeights(readWeights(file));
  const { model, params } = known.spec;
  if (model === 'committee') {
    const [K, N] = refusing(file, () => shapeOf('units.weight', tensors, 2));
    const weights = Float64Array.from(tensors['units.weight'].data);
    return { file, kind: 'committee', size: { N, K }, shape: `committee ${N}-${K}`, weights, known };
  }
  if (model !== 'mlp')
    throw refusal(file, `a ${model}; networks of layers and committees of real weights can be compared`);
  const own = params.activation as Network['activation'];
  if (activation !== undefined && activation !== own)
    throw refusal(file, `its hidden units are ${own}, and --activation says ${activation}`);
  return refusing(file, () => ({ file, ...layersOf(tensors, own), known }));
}

const withoutCovers = (tensors: NamedTensors): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).filter(([name]) => !name.startsWith(coversPrefix)));

const refusal = (file: string, reason: string) => new UsageError(inOneLine(`${file}: ${reason}`));

function refusing<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UsageError ? error : refusal(file, messageOf(error));
  }
}

const natural = new Intl.Collator('en', { numeric: true });

/** Layers of weights, one behind the other. @throws InputError that names a tensor */
function layersOf(tensors: NamedTensors, activation: Network['activation']) {
  const names = Object.keys(tensors).sort(natural.compare);
  const heads = names
    .filter((name) => name.endsWith('weight'))
    .map((name) => name.slice(0, -'weight'.length));
  const strange = names.find(
    (name) => !heads.some((head) => name === `${head}weight` || name === `${head}bias`),
  );
  if (strange !== undefined)
    throw new InputError(
      strange.slice(0, 60),
      'is neither the weights nor the bias of a layer; normalisations and convolutions are not known here',
    );
  if (heads.length === 0) throw new InputError('tensors', 'there is no tensor *.weight');
  const shapes = heads.map((head) => shapeOf(`${head}weight`, tensors, 2));
  const widths = [shapes[0][1], ...shapes.map(([outputs]) => outputs)];
  shapes.forEach(([, inputs], l) => {
    if (inputs === widths[l]) return;
    const before = `${heads[l - 1]}weight`.slice(0, 60);
    throw new InputError(
      `${heads[l]}weight`.slice(0, 60),
      `has ${inputs} inputs, and ${before} before it ${widths[l]} outputs; layers go by the natural order of names`,
    );
  });
  const weights = new Float64Array(mlpSize(widths));
  mlpLayers(widths).forEach((layer, l) => {
    weights.set(tensors[`${heads[l]}weight`].data, layer.weights);
    if (!Object.hasOwn(tensors, `${heads[l]}bias`)) return;
    const [outputs] = shapeOf(`${heads[l]}bias`, tensors, 1);
    if (outputs !== layer.outputs)
      throw new InputError(`${heads[l]}bias`.slice(0, 60), `${outputs} numbers for ${layer.outputs} units`);
    weights.set(tensors[`${heads[l]}bias`].data, layer.biases);
  });
  const shape = `${widths.join('-')}, ${activation}`;
  return { kind: 'mlp', network: { widths, activation }, weights, shape } as const;
}

/** @throws InputError where a tensor is missing, empty or of another number of indices. */
function shapeOf(name: string, tensors: NamedTensors, indices: number): readonly number[] {
  if (!Object.hasOwn(tensors, name)) throw new InputError(name.slice(0, 60), 'there is no such tensor');
  const { shape } = tensors[name];
  if (shape.length === indices && shape.every((size) => size > 0)) return shape;
  throw new InputError(
    name.slice(0, 60),
    `has the shape [${shape}]; a layer has weights [outputs, inputs] and a bias [outputs]`,
  );
}
