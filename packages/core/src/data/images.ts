/** Labelled grey images of one size. */
export interface ImageSet {
  /** Number of images. */
  readonly count: number;
  /** Size of each, in pixels. */
  readonly rows: number;
  readonly columns: number;
  /** Brightness 0…255, image after image, row after row: pixels[(image·rows + row)·columns + column]. */
  readonly pixels: Uint8Array;
  /** Class of each image, counted from 0. */
  readonly labels: Uint8Array;
}

/** Images to learn from, and those that a learner never sees. */
export interface ImageSplit {
  readonly train: ImageSet;
  readonly test: ImageSet;
}

/** Places of the images of some classes, in the order of the set. */
export function imagesOf({ labels }: ImageSet, classes: readonly number[]): Int32Array {
  const places: number[] = [];
  labels.forEach((label, image) => {
    if (classes.includes(label)) places.push(image);
  });
  return Int32Array.from(places);
}
