import { type Interval, significance } from './interval.ts';
import { mean } from './mean.ts';
import { pairedPermutationTest, permutationTest, smallestP, smallestPairedP } from './permutation.ts';

/** Halvings of a range: what is left of it is below 10⁻⁴. */
const halvings = 14;

/**
 * The true differences mean(x) − mean(y) that the permutation test at the 5 % level does not reject: its 95 % interval,
 * which leaves out 0 exactly where the test finds a difference (Tritchler 1984,
 * https://doi.org/10.1080/01621459.1984.10477103). Undefined where no difference could be found.
 *
 * @example
 * permutationInterval([1, 2, 3, 4, 5], [0, 0, 0, 0, 0], true); // undefined
 * permutationInterval([2, 2, 2, 2, 2, 2], [1, 1, 1, 1, 1, 1], true); // { low: 1, high: 1 }
 */
export function permutationInterval(
  x: readonly number[],
  y: readonly number[],
  paired: boolean,
): Interval | undefined {
  const least = paired ? smallestPairedP(x.length) : smallestP(x.length, y.length);
  if (least >= significance) return undefined;
  const test = paired ? pairedPermutationTest : permutationTest;
  const isIn = (shift: number) =>
    test(
      x.map((value) => value - shift),
      y,
    ) >= significance;
  const center = mean(x) - mean(y);
  const found = !isIn(0);
  // Beyond all differences of two values no arrangement is as extreme as the one that was seen.
  const differences = paired ? x.map((value, i) => value - y[i]) : x.flatMap((a) => y.map((b) => a - b));
  const [lowest, highest] = [Math.min(...differences), Math.max(...differences)];
  const room = highest - lowest;
  const end = (outermost: number): number => {
    let [inside, outside] = [center, outermost];
    // 0 is on its side of the end, however near it lies.
    if (outermost * center < 0) {
      if (found) outside = 0;
      else inside = 0;
    }
    for (let i = 0; i < halvings; i++) {
      const middle = (inside + outside) / 2;
      if (isIn(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return { low: end(lowest - room), high: end(highest + room) };
}
