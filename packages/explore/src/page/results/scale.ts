/** Places of numbers on a screen. */
export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
}

/** From the numbers low to high onto the places from to to, with about so many round ticks. */
export function linear(low: number, high: number, from: number, to: number, count: number): Scale {
  const wide = high > low ? high - low : Math.abs(high) || 1;
  const place = (value: number) => from + ((value - low) / wide) * (to - from);
  const rough = wide / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((one) => one * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor((low + wide) / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
  return Object.assign(place, { ticks });
}

/** The same in powers, whose ticks are some of the values themselves. */
export function logarithmic(values: readonly number[], from: number, to: number, most: number): Scale {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const inside = linear(Math.log(sorted[0]), Math.log(sorted.at(-1)!), from, to, 1);
  const every = Math.ceil(sorted.length / most);
  return Object.assign((value: number) => inside(Math.log(value)), {
    ticks: sorted.filter((_, i) => i % every === 0),
  });
}
