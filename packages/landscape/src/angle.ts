import { asin } from '@mcover/core/internals';

/**
 * The angle between two runs of equal norm, 2·atan2(‖a − b‖, ‖a + b‖) in [0, π] radians. From the chords it is exact
 * where the runs are nearly equal; the arc cosine of their product would be off by 2·10⁻⁸ there.
 *
 * @example
 * angle([1, 0], [0, 1]) / Math.PI; // 0.5
 * angle([1, 0, 9], [-1, 0, 9], 0, 2) / Math.PI; // 1
 * angle([1, 2], [1, 2]); // 0
 */
export function angle(a: ArrayLike<number>, b: ArrayLike<number>, at = 0, length = a.length): number {
  let apart = 0;
  let together = 0;
  for (let i = at; i < at + length; i++) {
    const [difference, sum] = [a[i] - b[i], a[i] + b[i]];
    apart += difference * difference;
    together += sum * sum;
  }
  const both = Math.sqrt(apart + together);
  if (both === 0) return 0;
  return apart <= together
    ? 2 * asin(Math.sqrt(apart) / both)
    : Math.PI - 2 * asin(Math.sqrt(together) / both);
}
