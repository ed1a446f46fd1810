import { fillFields } from './fields';
import {
  attracted,
  countsPerSort,
  fewAccepted,
  M,
  N,
  order,
  sorted,
  sweepsPerCount,
  thresholds,
} from './layout';
import { agreement, flip, rejects } from './proposal';
import { next, shuffle } from './random';
import { countWrongs, sortPatterns } from './sort';

/** Whether the fields are kept; they then say A at once, but make an acceptance dearer. */
let followed: bool = false;
/** Sweeps since the patterns were sorted, and at how many they are sorted again. */
let unsorted: u32 = 0;
let patience: u32 = 0;

/**
 * Proposes every weight copy once, in shuffled order, each with one word of its own. `reach` is that of the
 * thresholds in memory (core's AcceptanceTable): a proposal is accepted if its word is below the threshold of
 * its k and c. Gives how many were accepted.
 */
export function sweep(reach: i32): u32 {
  const sites = N * M;
  const stride = 2 * reach + 1;
  let accepted: u32 = 0;
  shuffle(order, sites);
  for (let i: u32 = 0; i < sites; i++) {
    const site = load<u32>(order + (i << 2));
    const q = site % N;
    const word = next();
    const row = attracted ? agreement(site, q) + M - 1 : 0;
    const zero = thresholds + ((row * stride + reach) << 2);
    if (rejects(word, site, q, reach, zero, followed)) continue;
    flip(site, q, followed);
    accepted++;
  }
  if (sorted && !followed) sortInTime();
  choose(accepted);
  return accepted;
}

/** Counts now and then what is wrong, and sorts by it: after the first count, and then ever more seldom. */
function sortInTime(): void {
  if (++unsorted % sweepsPerCount !== 0) return;
  countWrongs();
  if (unsorted < patience) return;
  sortPatterns();
  patience = min(2 * unsorted, countsPerSort * sweepsPerCount);
  unsorted = 0;
}

/** Keeps the fields while little is accepted. An eighth lies between on and off, so that chance does not toggle them. */
function choose(accepted: u32): void {
  if (followed) {
    followed = accepted <= fewAccepted;
  } else if (accepted < fewAccepted - (fewAccepted >> 3)) {
    fillFields();
    followed = true;
  }
}
