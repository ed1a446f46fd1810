import binomial from '@stdlib/stats-base-dists-binomial-quantile';
import cdf from '@stdlib/stats-base-dists-normal-cdf';
import normal from '@stdlib/stats-base-dists-normal-quantile';
import tail from '@stdlib/stats-base-dists-t-cdf';
import student from '@stdlib/stats-base-dists-t-quantile';

/*
 * What is taken from stdlib, all of it. Its packages are 27 MB on a disk and are no dependency of this one: the build
 * puts the code that is used into this module (`scripts/bundle.mjs`). Hence the types in full, which name none of them.
 */

export const normalCdf: (x: number, mean: number, deviation: number) => number = cdf;
export const normalQuantile: (probability: number, mean: number, deviation: number) => number = normal;
export const binomialQuantile: (probability: number, trials: number, success: number) => number = binomial;
export const studentCdf: (t: number, degrees: number) => number = tail;
export const studentQuantile: (probability: number, degrees: number) => number = student;
