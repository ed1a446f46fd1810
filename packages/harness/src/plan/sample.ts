/** How many trials of a folder are run again: a number of them, or a share. */
export type Sample = number | { readonly share: number };

/** What running some trials of a folder again tells of those that are not. */
export interface Coverage {
  /** Trials with a result, of which some were drawn. */
  of: number;
  /** Probability that a single false record is not drawn; and that none is of those that are false, if 1 in 100 is. */
  misses: { one: number; hundredth: number };
}

/** The number of trials that a sample of some has: a share is rounded up. */
export function sampleSize(sample: Sample, of: number): number {
  return typeof sample === 'number' ? Math.min(sample, of) : Math.ceil(sample.share * of);
}

/** False records that 1 in 100 are, one at least. */
export function hundredthOf(of: number): number {
  return Math.max(1, Math.round(of / 100));
}

export function coverageOf(drawn: number, of: number): Coverage {
  return { of, misses: { one: missing(1, drawn, of), hundredth: missing(hundredthOf(of), drawn, of) } };
}

/** Probability that none of `wrong` trials is among `drawn` of all, C(of − wrong, drawn)/C(of, drawn). */
function missing(wrong: number, drawn: number, of: number): number {
  let probability = 1;
  for (let i = 0; i < wrong; i++) probability *= Math.max(0, of - drawn - i) / (of - i);
  return probability;
}
