import { InputError } from '../error.ts';
import { choose } from '../random/draw.ts';
import { type Seed, stream } from '../random/stream.ts';
import { binarise } from './binarise.ts';
import { type ImageSet, type ImageSplit, imagesOf } from './images.ts';
import type { BinaryTask, Labelled } from './labelled.ts';

/** Which images a binary task is made of. */
export interface ImageTask {
  /** The two classes: the first is labelled +1, the second −1. */
  classes: readonly number[];
  /** Training images, drawn at random from those of the two classes. */
  P: number;
}

/**
 * The task of telling two classes of images apart (Appendix A.2): each image binarised at its own median, P
 * training images drawn without replacement, all test images of the two classes.
 *
 * The draw is keyed by the classes and by P and never by the method, so all methods meet the same subset.
 *
 * @throws InputError as `checkImageTask`.
 */
export function imageTask({ train, test }: ImageSplit, task: ImageTask, seed: Seed): BinaryTask {
  checkImageTask(task, countLabels(train));
  checkImageTask({ ...task, P: 1 }, countLabels(test));
  const { classes, P } = task;
  const [plus, minus] = classes;
  const pool = imagesOf(train, classes);
  const drawn = choose(stream(seed, 'subset', { P, plus, minus }), P, pool.length);
  return {
    train: labelled(
      train,
      drawn.map((place) => pool[place]),
      plus,
    ),
    test: labelled(test, imagesOf(test, classes), plus),
  };
}

/** Number of images of each class. */
export function countLabels({ labels }: ImageSet): number[] {
  const counts: number[] = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return Array.from(counts, (count) => count ?? 0);
}

/**
 * Whether a task can be made from training images of which `counts` tells how many each class has.
 *
 * @throws InputError at `classes` or `P`.
 */
export function checkImageTask({ classes, P }: ImageTask, counts: readonly number[]): void {
  if (classes.length !== 2 || classes[0] === classes[1]) {
    throw new InputError('classes', `[${classes.join(', ')}] are not two different classes`);
  }
  classes.forEach((label, place) => {
    if (counts[label]) return;
    const known = counts.flatMap((count, other) => (count > 0 ? [other] : [])).join(', ');
    throw new InputError(`classes/${place}`, `no images of class ${label}; classes: ${known}`);
  });
  const held = counts[classes[0]] + counts[classes[1]];
  if (!(Number.isInteger(P) && P >= 1)) {
    throw new InputError('P', `${P} training images; allowed: whole numbers from 1`);
  }
  if (P > held) {
    throw new InputError('P', `${P} training images, but classes ${classes.join(' and ')} hold ${held}`);
  }
}

function labelled(set: ImageSet, places: Int32Array, plus: number): Labelled {
  const N = set.rows * set.columns;
  const x = new Int8Array(places.length * N);
  places.forEach((place, mu) => {
    binarise(set.pixels.subarray(place * N, (place + 1) * N), x.subarray(mu * N, (mu + 1) * N));
  });
  const y = Int8Array.from(places, (place) => (set.labels[place] === plus ? 1 : -1));
  return { N, P: places.length, x, y };
}
