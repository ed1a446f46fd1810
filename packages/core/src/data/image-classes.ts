import { InputError } from '../error.ts';
import type { Classified, ClassTask } from './classified.ts';
import type { ImageSet, ImageSplit } from './images.ts';

/** Mean and standard deviation of brightness, 0 to 1, over the pixels of a data set. */
export interface Brightness {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The task of telling all classes of images apart (Appendix A.3): the first P training images, all test images,
 * inputs x = (pixel/255 − mean)/deviation.
 *
 * @throws InputError at `P`, where there are not so many images.
 */
export function imageClasses({ train, test }: ImageSplit, P: number, brightness: Brightness): ClassTask {
  checkImageCount(P, train.count);
  return {
    train: imagePatterns(train, P, brightness),
    test: imagePatterns(test, test.count, brightness),
  };
}

/** @throws InputError at `P`, where P training images are not to be had from `count`. */
export function checkImageCount(P: number, count: number): void {
  if (Number.isInteger(P) && P >= 1 && P <= count) return;
  throw new InputError('P', `${P} training images; there are ${count}`);
}

/** The first P images of a set, whose bytes stay where they are, and are shared if the set's are. */
function imagePatterns(set: ImageSet, P: number, { mean, deviation }: Brightness): Classified {
  const N = set.rows * set.columns;
  const { pixels } = set;
  const input = Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - mean) / deviation);
  return {
    N,
    P,
    labels: set.labels.subarray(0, P),
    inputs(mu, to, at) {
      const from = mu * N;
      for (let i = 0; i < N; i++) to[at + i] = input[pixels[from + i]];
    },
  };
}
