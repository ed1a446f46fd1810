import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  kernels,
  networks,
  rates,
  readAddress,
  type Slider,
  schedules,
  sliders,
  usual,
  writeAddress,
} from '../src/page/address.ts';

/** Any place of a slider. */
const placeOf = ({ min, max, step }: Slider) =>
  fc.integer({ min: 0, max: Math.round((max - min) / step) }).map((i) => Number((min + i * step).toFixed(2)));

const settings = fc
  .record({
    ...Object.fromEntries(Object.entries(sliders).map(([name, slider]) => [name, placeOf(slider)])),
    kernel: fc.constantFrom(...Object.keys(kernels)),
    temperatures: fc.constantFrom(...Object.keys(schedules)),
    network: fc.constantFrom(...Object.keys(networks)),
    rate: fc.constantFrom(...rates),
  })
  .chain((some) => {
    const { M } = some as unknown as { M: number };
    const entries = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: M * M, maxLength: M * M });
    return entries.map((drawn) => ({ ...usual, ...some, drawn }) as typeof usual);
  });

test('what is written is read again', () => {
  fc.assert(
    fc.property(settings, fc.constantFrom('live', 'results/fig3-kernel'), (given, path) => {
      const { view, place, settings: read } = readAddress(writeAddress(path, given));
      expect([view, place].filter(Boolean).join('/')).toBe(path);
      const drawn = given.kernel === 'matrix' ? given.drawn : read.drawn;
      expect(read).toEqual({ ...given, drawn });
    }),
  );
});

test('whatever an address says, settings are what the sliders could be at', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...Object.keys(usual)), fc.string(), (before, name, value) => {
      const { settings: read } = readAddress(`#${before}?${name}=${encodeURIComponent(value)}`);
      for (const [key, { min, max, step }] of Object.entries(sliders)) {
        const at = (read[key as keyof typeof sliders] - min) / step;
        expect(Math.abs(at - Math.round(at))).toBeLessThan(1e-6);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual((max - min) / step + 1e-6);
      }
      expect(Object.keys(kernels)).toContain(read.kernel);
      expect(read.drawn.length).toBe(read.M ** 2);
    }),
  );
});
