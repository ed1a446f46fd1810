import type { ImageSet, ImageSplit } from '@mcover/core';

/**
 * Images on their way to a thread: the buffers in the place of the arrays over them. Node takes either, but Deno
 * (2.9) looks at each element of an array that it is to send, which takes minutes and gigabytes.
 */
export interface ImageBuffers {
  train: SetBuffers;
  test: SetBuffers;
}

type SetBuffers = Omit<ImageSet, 'pixels' | 'labels'> & { pixels: ArrayBufferLike; labels: ArrayBufferLike };

/** The buffers of images that `loadImages` made: each array is the whole of its own. */
export function toBuffers({ train, test }: ImageSplit): ImageBuffers {
  const buffers = (set: ImageSet) => ({ ...set, pixels: set.pixels.buffer, labels: set.labels.buffer });
  return { train: buffers(train), test: buffers(test) };
}

export function fromBuffers({ train, test }: ImageBuffers): ImageSplit {
  const arrays = (set: SetBuffers) => ({
    ...set,
    pixels: new Uint8Array(set.pixels),
    labels: new Uint8Array(set.labels),
  });
  return { train: arrays(train), test: arrays(test) };
}
