import { InputError, type Tensors } from '@mcover/core';
import type { TensorData } from '@mcover/record';

/** Names and shapes of the weights of one copy of a model, in the order in which they lie in one array. */
export type Layout = readonly { readonly name: string; readonly shape: readonly number[] }[];

/** Arrays of numbers by their names, as a file holds them. */
export type NamedTensors = Readonly<Record<string, TensorData>>;

/** Of the weights of all covers, whose first index is then the cover. */
export const coversPrefix = 'covers.';

const countOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** Of a model that names nothing. */
const unnamed = (shape: readonly number[]): Layout => [{ name: 'weight', shape }];

/** The tensors of a running trial under the names of their layout; those that are not there are left out. */
export function named(layout: Layout | undefined, { collapsed, covers }: Tensors): NamedTensors {
  const by = layout ?? unnamed(collapsed?.shape ?? covers?.shape.slice(1) ?? []);
  return {
    ...(collapsed && split(by, collapsed.data, '', [])),
    ...(covers && split(by, covers.data, coversPrefix, [covers.shape[0]])),
  };
}

/** Cuts the rows of an array, one for each cover, into the tensors of a layout. */
function split(
  layout: Layout,
  data: TensorData['data'],
  prefix: string,
  leading: readonly number[],
): NamedTensors {
  const M = countOf(leading);
  const row = data.length / M;
  const tensors: Record<string, TensorData> = {};
  let at = 0;
  for (const { name, shape } of layout) {
    const length = countOf(shape);
    const part = data.slice(0, M * length);
    for (let a = 0; a < M; a++) {
      part.set(data.subarray(a * row + at, a * row + at + length), a * length);
    }
    tensors[prefix + name] = { shape: [...leading, ...shape], data: part };
    at += length;
  }
  return tensors;
}

/**
 * The collapsed weights in one array again. Tensors that a layout does not name are not looked at.
 *
 * @throws InputError that names a tensor which is missing or of another shape.
 */
export function flat(layout: Layout | undefined, tensors: NamedTensors): Float64Array {
  const find = (name: string) => (Object.hasOwn(tensors, name) ? tensors[name] : undefined);
  const by = layout ?? unnamed(find('weight')?.shape ?? []);
  // All are there before anything is made of them: a specification may ask for sizes that no memory has.
  const parts = by.map(({ name, shape }) => {
    const found = find(name);
    if (!found) throw new InputError(name, 'there is no such tensor');
    const same = found.shape.length === shape.length && found.shape.every((size, i) => size === shape[i]);
    if (!same) throw new InputError(name, `a tensor of shape [${found.shape}] instead of [${shape}]`);
    return found.data;
  });
  const W = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    W.set(part, at);
    at += part.length;
  }
  return W;
}

/** @throws InputError where patterns do not have N inputs. */
export function refuseOtherWidth(N: number, patterns: { readonly N: number }): void {
  if (patterns.N === N) return;
  throw new InputError('N', `the model has ${N} inputs, and the patterns have ${patterns.N}`);
}
