import type { Brightness } from '@mcover/core';
import type { ImageSetName } from '@mcover/record';

/** What is known of the images of a data set without looking at them. */
export interface ImageShape {
  /** Size of an image in pixels. */
  rows: number;
  columns: number;
  /** Number of training images of each class. */
  perClass: readonly number[];
  /** Number of test images. */
  test: number;
  /** Of the training images. */
  brightness: Brightness;
}

/** Apart from the registry, because a trial's thread, which may be a browser's, has use for nothing else of it. */
export const imageShapes: Readonly<Record<ImageSetName, ImageShape>> = {
  'fashion-mnist': {
    rows: 28,
    columns: 28,
    perClass: [6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000],
    test: 10_000,
    brightness: { mean: 0.286, deviation: 0.353 },
  },
  mnist: {
    rows: 28,
    columns: 28,
    perClass: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    test: 10_000,
    brightness: { mean: 0.1307, deviation: 0.3081 },
  },
};
