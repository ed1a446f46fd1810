import { InputError } from '../error.ts';
import { choose } from '../random/draw.ts';
import { type Seed, stream } from '../random/stream.ts';
import type { Classified, ClassTask } from './classified.ts';
import type { ImageSet, ImageSplit } from './images.ts';

/** Mean and standard deviation of brightness, 0 to 1, over the pixels of a data set. */
export interface Brightness {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The task of telling all classes of images apart (Appendix A.3): P training images drawn without replacement, all
 * test images, inputs x = (pixel/255 − mean)/deviation.
 *
 * The draw is keyed by P and never by the method, so all methods meet the same subset.
 *
 * @throws InputError at `P`, where there are not so many images.
 */
export function imageClasses(images: ImageSplit, P: number, brightness: Brightness, seed: Seed): ClassTask {
  const { train, test } = images;
  checkImageCount(P, train.count);
  const drawn = choose(stream(seed, 'subset', { P, classes: 'all' }), P, train.count);
  const all = Int32Array.from({ length: test.count }, (_, image) => image);
  return { train: imagePatterns(train, drawn, brightness), test: imagePatterns(test, all, brightness) };
}

/** @throws InputError at `P`, where P training images are not to be had from `count`. */
export function checkImageCount(P: number, count: number): void {
  if (Number.isInteger(P) && P >= 1 && P <= count) return;
  throw new InputError('P', `${P} training images; there are ${count}`);
}

/** The images at some places of a set, whose pixels stay where they are: one byte each, and shared if the set is. */
export function imagePatterns(
  set: ImageSet,
  places: Int32Array,
  { mean, deviation }: Brightness,
): Classified {
  const N = set.rows * set.columns;
  const { pixels } = set;
  const input = Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - mean) / deviation);
  return {
    N,
    P: places.length,
    labels: Uint8Array.from(places, (place) => set.labels[place]),
    inputs(mu, to, at) {
      const from = places[mu] * N;
      for (let i = 0; i < N; i++) to[at + i] = input[pixels[from + i]];
    },
  };
}
