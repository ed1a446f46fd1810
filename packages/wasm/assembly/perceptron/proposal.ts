import { countExcess } from './aligned';
import { rejectsEarly } from './early';
import { follow, readExcess, remember } from './fields';
import { columns, contexts, known, M, S, sorted, spins, sums, vectors } from './layout';
import { moveMargins } from './margins';
import { thresholdOf } from './thresholds';

/** Flips so far, from 1 on. */
let flips: u32 = 1;

/** Whether `word` rejects the flip of the weight at `site`; `zero` is where the threshold of k = 0 lies. */
export function rejects(word: u32, site: u32, q: u32, reach: i32, zero: usize, followed: bool): bool {
  if (sorted && !followed) return rejectsEarly(word, site, q, reach, zero);
  const k = followed ? knownDelta(site, q) : delta(site, q, false);
  return word >= thresholdOf(k, reach, zero);
}

/** k from the fields; where nothing has been flipped since it was read, as it was. When all is frozen, this is usual. */
function knownDelta(site: u32, q: u32): i32 {
  const at = known + (site << 3);
  if (load<u32>(at) === flips) return load<i32>(at, 4);
  const k = delta(site, q, true);
  store<u32>(at, flips);
  store<i32>(at, k, 4);
  return k;
}

/**
 * The change of energy k if the weight at `site` were flipped. With ℓ in units and D(m) = ℓ(m−2) − ℓ(m+2), a
 * flip of +1 takes m to m−2 where G = +1 and to m+2 elsewhere: k = Σ_{G=+1} D − B₊ with B₊ = Σ ℓ(m) − ℓ(m+2).
 * A flip of −1 does the reverse: k = B₋ − Σ_{G=+1} D with B₋ = Σ ℓ(m−2) − ℓ(m). B₊ and B₋ do not depend on q
 * and are kept.
 */
function delta(site: u32, q: u32, followed: bool): i32 {
  if (load<i8>(spins + site) > 0) return followed ? readExcess(site, q, 0) : countExcess(site, q, 0);
  return followed ? -readExcess(site, q, 4) : -countExcess(site, q, 4);
}

/** Flips the weight at `site`, and moves the margins of the contexts that read it. */
export function flip(site: u32, q: u32, followed: bool): void {
  flips++;
  const w = <i32>load<i8>(spins + site);
  store<i8>(spins + site, -w);
  const total = sums + (q << 2);
  store<i32>(total, load<i32>(total) - 2 * w);

  const column = columns + q * (vectors << 4);
  let reader = contexts + site * S;
  for (let first: u32 = 0; first < S * M; first += M) {
    const row = first + load<u8>(reader++);
    if (followed) remember(row);
    moveMargins(row, column, w > 0, true);
    if (followed) follow(row);
  }
}

/** c = w_q^{(b)} Σ_{a≠b} w_q^{(a)}: how many more replicas agree with the weight at `site` than differ. */
export function agreement(site: u32, q: u32): i32 {
  const w = <i32>load<i8>(spins + site);
  return w * (load<i32>(sums + (q << 2)) - w);
}
