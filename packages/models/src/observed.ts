import type { Observed, TObject } from '@mcover/record';

/**
 * How what is seen of a running trial is written, in the order of telling: what it is drawn against, the numbers that say
 * most, and the others.
 */

/**
 * Of an annealing, and of solvers in its place. Of its result says most how the weights lie to a teacher, where there is
 * one.
 */
export function seenOfAnnealing(result: TObject, ofSolvers: readonly Observed[] = []): Observed[] {
  const telling = 'overlap' in result.properties ? 'overlap' : Object.keys(result.properties)[0];
  return [
    { key: 'T', label: 'temperature T' },
    { key: 'energy', label: 'energy of a weight' },
    ...ofSolvers,
    ...numbersOf(result, (key) => key === telling),
    { key: 'coverOverlap', label: 'mean overlap of two covers' },
    { key: 'acceptance', label: 'accepted share of proposals', logarithmic: true },
    { key: 'leastCoverOverlap', label: 'least overlap of two covers' },
    ...numbersOf(result, (key) => key !== telling),
  ];
}

/** Of a descent. */
export function seenOfTraining(result: TObject): Observed[] {
  const telling = Object.keys(result.properties).slice(0, 2);
  return [
    { key: 'epoch', label: 'epoch' },
    { key: 'loss', label: 'training loss', logarithmic: true },
    ...numbersOf(result, (key) => telling.includes(key)),
    { key: 'spread', label: 'spread of the covers about their mean' },
    { key: 'gradient', label: 'norm of the gradient', logarithmic: true },
    ...numbersOf(result, (key) => !telling.includes(key)),
  ];
}

function numbersOf({ properties }: TObject, isTold: (key: string) => boolean): Observed[] {
  const told = Object.entries(properties).filter(([key]) => isTold(key));
  return told.map(([key, { label = key, logarithmic }]) => ({
    key,
    label,
    ...(logarithmic && { logarithmic }),
  }));
}
