import { experimentsOf } from '@mcover/report';
import {
  differenceEuclidean,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  oklch,
  type Rgb,
  rgb,
  wcagContrast,
} from 'culori';
import { describe, expect, test } from 'vitest';
import { inksOf } from '../dist/figures/palette.js';
import { ground, inDark, themed } from '../dist/figures/theme.js';
import { described } from './descriptions.ts';
import { around, fig2a, fig2b, mcover, rsa, table3 } from './records.ts';

const inks = (records: typeof table3) => inksOf(experimentsOf(described(records))[0]);
const methods = ['vanilla', 'rsa', 'amp', 'sbpi', 'mcover', 'independent'];
const all = inks(
  methods.flatMap((method) =>
    around({ method, params: method === 'mcover' ? mcover : method === 'rsa' ? rsa : {} }, 0.1),
  ),
);

/** Machado, Oliveira and Fernandes 2009 (https://doi.org/10.1109/TVCG.2009.113), at full severity. */
const sights: Record<string, (colour: Rgb) => Rgb> = {
  usual: (colour) => colour,
  protanopia: filterDeficiencyProt(1),
  deuteranopia: filterDeficiencyDeuter(1),
  tritanopia: filterDeficiencyTrit(1),
};
const far = differenceEuclidean('oklab');

describe.each([
  ['light', (colour) => colour],
  ['dark', inDark],
] as [string, (colour: string) => string][])('%s', (_, shown) => {
  test.each(Object.entries(sights))(
    'methods are apart for %s: by shape always, by colour as well',
    (_name, sight) => {
      for (const [i, one] of all.entries()) {
        for (const other of all.slice(0, i)) {
          expect(one.shape).not.toBe(other.shape);
          // A just noticeable difference is .02.
          expect(far(sight(rgb(shown(one.colour))!), sight(rgb(shown(other.colour))!))).toBeGreaterThan(0.05);
        }
      }
    },
  );

  test('each stands out from the ground', () => {
    for (const { colour } of all) expect(wcagContrast(shown(colour), shown(ground))).toBeGreaterThan(2);
  });

  test('numbers of covers are told apart in grey, light to dark or dark to light', () => {
    const [, three, five, seven] = inks(fig2a).map(({ colour }) => oklch(shown(colour))!.l);
    expect(three - five).toBeGreaterThan(0.1);
    expect(five - seven).toBeGreaterThan(0.1);
  });
});

test('a control that is a method with other parameters is darker than it', () => {
  const description = { methods: { sgd: { label: 'SGD' }, mcover: { label: 'M-cover' } } };
  const series = ['sgd', 'mcover'].flatMap((method) => [
    { method, control: false },
    { method, control: true },
  ]);
  const drawn = inksOf({ view: { series }, description } as unknown as Parameters<typeof inksOf>[0]);
  const [sgd, tuned, routed, other] = drawn.map(({ colour }) => oklch(colour)!.l);
  expect(sgd - tuned).toBeGreaterThan(0.15);
  expect(routed - other).toBeGreaterThan(0.15);
});

test('a method has one ink, whatever stands beside it', () => {
  const [vanilla, , routed] = inks(fig2b);
  expect(inks(table3)).toEqual(inks(fig2b));
  expect(inks(table3.filter(({ spec }) => spec.method !== 'rsa'))).toEqual([vanilla, routed]);
});

test('dark: black and white change places, and every colour of a figure has its own', () => {
  expect([oklch(inDark('#000000'))!.l > 0.9, oklch(inDark('#ffffff'))!.l < 0.25]).toEqual([true, true]);
  const svg = '<svg width="1"><path fill="#0072B2" stroke="#fff"/><rect fill="rgb(1,2,3)"/></svg>';
  expect(themed(svg)).toContain(`[fill="#0072B2"]{fill:${inDark('#0072B2')}}`);
  expect(themed(svg)).toContain(`[stroke="#fff"]{stroke:${inDark('#ffffff')}}`);
  expect(themed(svg)).not.toContain('rgb(1,2,3)"]');
});
