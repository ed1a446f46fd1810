import { bits, blocks, patterns, transposed, vectors } from './layout';

/**
 * Lists the transposed patterns whose D is larger in the bit rows `one` than in `other`, each as often as it
 * is larger (a step of a margin moves only one of the bits), and fills up to a multiple of 8 with the pattern
 * of zeros.
 *
 * @returns the end of the list.
 */
export function listRises(one: usize, other: usize, list: usize): usize {
  const rowBytes = vectors << 4;
  let place = patterns;
  let end = list;
  for (let byte: u32 = 0; byte < rowBytes; byte += 8) {
    let rises = load<u64>(one) & ~load<u64>(other);
    if (bits >= 2) {
      const second = load<u64>(one, 16) & ~load<u64>(other, 16);
      rises |= second;
      if (bits === 3) {
        rises |= load<u64>(one, 32) & ~load<u64>(other, 32);
        end = listBits(second, place, end);
      }
    }
    end = listBits(rises, place, end);
    // The other half of a vector, or the next vector behind all rows of this one.
    const next = (byte & 8) === 0 ? 8 : (bits << 4) - 8;
    one += next;
    other += next;
    place += 64 << 2;
  }
  while (((end - list) & 31) !== 0) {
    store<u32>(end, transposed - (blocks << 4));
    end += 4;
  }
  return end;
}

/**
 * Lists the patterns of the bits of a word, the first of which has this place. Five at a time, without a branch for each, which could not be
 * foretold: what is written beyond the last is overwritten later.
 */
function listBits(word: u64, place: usize, list: usize): usize {
  const end = list + ((<u32>popcnt<u64>(word)) << 2);
  do {
    store<u32>(list, load<u32>(place + ((<u32>ctz<u64>(word)) << 2)));
    word &= word - 1;
    store<u32>(list, load<u32>(place + ((<u32>ctz<u64>(word)) << 2)), 4);
    word &= word - 1;
    store<u32>(list, load<u32>(place + ((<u32>ctz<u64>(word)) << 2)), 8);
    word &= word - 1;
    store<u32>(list, load<u32>(place + ((<u32>ctz<u64>(word)) << 2)), 12);
    word &= word - 1;
    store<u32>(list, load<u32>(place + ((<u32>ctz<u64>(word)) << 2)), 16);
    word &= word - 1;
    list += 20;
  } while (word !== 0);
  return end;
}
