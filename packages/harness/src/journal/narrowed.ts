import type { NamedTensors } from '@mcover/models';

/** Doubles that are singles, as those of engines that compute in singles, take half the room. */
export function narrowed(tensors: NamedTensors): NamedTensors {
  const narrow = ({ shape, data }: NamedTensors[string]) => {
    const singles = data instanceof Float64Array ? Float32Array.from(data) : undefined;
    return singles?.every((value, at) => Object.is(value, data[at]))
      ? { shape, data: singles }
      : { shape, data };
  };
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, narrow(tensor)]));
}
