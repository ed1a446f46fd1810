/* Intervals and tests over plain numbers, which run wherever JavaScript does. */

export * from './bootstrap.ts';
export * from './compare.ts';
export * from './confidence-sequence.ts';
export * from './fisher.ts';
export * from './holm.ts';
export * from './improvement.ts';
export * from './interval.ts';
export * from './mann-whitney.ts';
export * from './mean.ts';
export * from './median.ts';
export * from './one-sided.ts';
export * from './permutation.ts';
export * from './permutation-interval.ts';
export * from './race.ts';
export * from './sample-interval.ts';
export * from './sequential.ts';
export * from './share.ts';
export * from './spearman.ts';
export * from './student.ts';
export * from './time-to-solution.ts';
export * from './welch.ts';
