import { fillFields } from './fields';
import { attracted, fewAccepted, M, N, order, thresholds } from './layout';
import { agreement, delta, flip } from './proposal';
import { next, shuffle } from './random';

/** Whether the fields are kept; they then say A at once, but make an acceptance dearer. */
let followed: bool = false;

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
    const k = delta(site, q, followed);
    if (k > reach) continue;
    const row = attracted ? agreement(site, q) + M - 1 : 0;
    const threshold = k < -reach ? u32.MAX_VALUE : load<u32>(thresholds + ((row * stride + k + reach) << 2));
    if (word >= threshold) continue;
    flip(site, q, followed);
    accepted++;
  }
  choose(accepted);
  return accepted;
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
