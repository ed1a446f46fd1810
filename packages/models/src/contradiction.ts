/** The errors of a collapsed model on its patterns. */
interface Errors {
  readonly trainError: number;
  readonly testError: number;
}

/** How many patterns a model learns and is judged by; undefined where its specification does not tell. */
interface Counts {
  readonly train: number;
  readonly test: number | undefined;
}

/** What contradicts errors that are no whole numbers of patterns. */
export function contradictionOfErrors(
  { trainError, testError }: Errors,
  { train, test }: Counts,
): string | undefined {
  return (
    contradictionOfShare('train error', trainError, train) ??
    contradictionOfShare('test error', testError, test)
  );
}

/** What contradicts a share that is no whole number of `count` patterns, divided by it. */
export function contradictionOfShare(
  name: string,
  share: number,
  count: number | undefined,
): string | undefined {
  if (count === undefined || Math.round(share * count) / count === share) return undefined;
  return `the ${name} ${share} is no whole number of ${count} patterns`;
}
