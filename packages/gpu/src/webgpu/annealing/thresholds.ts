import { type AcceptanceScale, AcceptanceTable } from '@mcover/core/internals';

/** Tables of the sweeps of one submission. */
export interface Tables {
  /** Where the table of each sweep begins and its reach, then the tables. */
  readonly words: Uint32Array<ArrayBuffer>;
  readonly sweeps: number;
}

/** Most words of the tables of one submission, beyond its first temperature: 4 MB. */
const mostWords = 2 ** 20;

/**
 * Makes the tables of a run of sweeps from `first` on, at most `most` of them. Sweeps at one temperature that follow
 * each other share a table.
 */
export function tablesMaker(scale: AcceptanceScale) {
  const table = new AcceptanceTable(scale);
  return (temperatures: ArrayLike<number>, first: number, most: number): Tables => {
    const parts: Uint32Array[] = [];
    const heads: { at: number; reach: number }[] = [];
    let length = 0;
    for (let t = first; t < Math.min(temperatures.length, first + most); t++) {
      if (t > first && temperatures[t] === temperatures[t - 1]) {
        heads.push(heads[heads.length - 1]);
        continue;
      }
      table.setTemperature(temperatures[t]);
      const size = table.rows * table.stride;
      if (t > first && length + size > mostWords) break;
      heads.push({ at: length, reach: table.reach });
      parts.push(table.values.slice(0, size));
      length += size;
    }
    const base = 2 * heads.length;
    const words = new Uint32Array(base + length);
    heads.forEach(({ at, reach }, t) => {
      words[2 * t] = base + at;
      words[2 * t + 1] = reach;
    });
    let to = base;
    for (const part of parts) {
      words.set(part, to);
      to += part.length;
    }
    return { words, sweeps: heads.length };
  };
}
