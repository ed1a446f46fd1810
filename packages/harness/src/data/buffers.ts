import type { ImageSet, Loaded, Table } from '@mcover/core';

/**
 * Images or rows on their way to a thread: the buffers in the place of the arrays over them. Node takes either, but Deno
 * (2.9) looks at each element of an array that it is to send, which takes minutes and gigabytes.
 */
export interface LoadedBuffers {
  train: SetBuffers;
  test?: SetBuffers | undefined;
}

type Part = ImageSet | Table;

type SetBuffers =
  | (Omit<ImageSet, 'pixels' | 'labels'> & { pixels: ArrayBufferLike; labels: ArrayBufferLike })
  | (Omit<Table, 'x' | 'labels'> & { x: ArrayBufferLike; labels: ArrayBufferLike });

/** The buffers of what was loaded: each array begins with its own. */
export function toBuffers({ train, test }: Loaded): LoadedBuffers {
  const buffers = (part: Part): SetBuffers => {
    const labels = part.labels.buffer;
    return 'x' in part
      ? { ...part, x: part.x.buffer, labels }
      : { ...part, pixels: part.pixels.buffer, labels };
  };
  return { train: buffers(train), test: test && buffers(test) };
}

export function fromBuffers({ train, test }: LoadedBuffers): Loaded {
  const arrays = (set: SetBuffers): Part => {
    const labels = new Uint8Array(set.labels);
    return 'x' in set
      ? { ...set, x: new Float32Array(set.x), labels }
      : { ...set, pixels: new Uint8Array(set.pixels), labels };
  };
  return { train: arrays(train), test: test && arrays(test) } as Loaded;
}
