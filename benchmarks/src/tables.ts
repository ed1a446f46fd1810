import { type Column, type Entry, entry, type Interval, type Table } from '@mcover/report';
import type { Fit, Missing, Ratio, Row } from './study.ts';

/** Times, one row each, and then what was not timed and why; raw values are in nanoseconds. */
export function timeTable(id: string, rows: readonly Row[], missing: readonly Missing[] = []): Table {
  const places = [...rows, ...missing].map(({ at }) => at);
  const what = ({ series, subject, at, unit }: Row | Missing) => [
    entry(series),
    entry(subject),
    ...placeCells(places, at),
    entry(unit),
  ];
  const times = rows.map((row) => {
    const { median, interval, deviation } = row;
    return [
      ...what(row),
      entry(writeTime(median), median),
      interval &&
        entry(`${writeTime(interval.low)} … ${writeTime(interval.high)}`, interval.low, interval.high),
      entry(`${(100 * deviation).toFixed(1)} %`, deviation),
    ];
  });
  const reasons = missing.map((row) => [
    ...what(row),
    entry(`not measured: ${row.reason}`),
    undefined,
    undefined,
  ]);
  return {
    id,
    caption: 'Times',
    columns: [
      { title: 'what', keys: ['series'], align: 'left' },
      { title: 'by', keys: ['subject'], align: 'left' },
      ...placeColumns(places),
      { title: 'per', keys: ['unit'], align: 'left' },
      { title: 'median', keys: ['median_ns'], align: 'right' },
      { title: '95 % interval', keys: ['low_ns', 'high_ns'], align: 'right' },
      { title: 'MAD', keys: ['relative_mad'], align: 'right' },
    ],
    rows: [...times, ...reasons],
  };
}

/** Exponents with their intervals beside what the method promises. */
export function fitTable(id: string, fits: readonly Fit[]): Table {
  return {
    id,
    caption: 'Exponents',
    columns: [
      { title: 'time against', keys: ['series'], align: 'left' },
      { title: 'by', keys: ['subject'], align: 'left' },
      { title: 'exponent', keys: ['exponent'], align: 'right' },
      { title: '95 % interval', keys: ['low', 'high'], align: 'right' },
      { title: 'expected', keys: ['expected', 'tolerance'], align: 'right' },
      { title: 'within', keys: ['within'], align: 'left' },
    ],
    rows: fits.map(({ series, subject, exponent, interval, expected }) => [
      entry(series),
      entry(subject),
      entry(writeNumber(exponent, 3), exponent),
      intervalCell(interval, 3),
      expected &&
        entry(`${expected.exponent} ± ${expected.tolerance}`, expected.exponent, expected.tolerance),
      expected && entry(Math.abs(exponent - expected.exponent) <= expected.tolerance ? 'yes' : 'no'),
    ]),
  };
}

/** How many times faster. */
export function ratioTable(id: string, ratios: readonly Ratio[]): Table {
  const places = ratios.map(({ at }) => at);
  return {
    id,
    caption: 'Ratios',
    columns: [
      ...placeColumns(places),
      { title: 'time of', keys: ['slower'], align: 'left' },
      { title: 'over time of', keys: ['faster'], align: 'left' },
      { title: 'ratio', keys: ['ratio'], align: 'right' },
      { title: '95 % interval', keys: ['low', 'high'], align: 'right' },
    ],
    rows: ratios.map(({ slower, faster, at, median, interval }) => [
      ...placeCells(places, at),
      entry(slower),
      entry(faster),
      entry(median.toFixed(digitsOf(median)), median),
      intervalCell(interval, digitsOf(median)),
    ]),
  };
}

/** Three digits, of ratios from 0.1 on. */
function digitsOf(ratio: number): number {
  return ratio < 10 ? 2 : 1;
}

function intervalCell(interval: Interval | undefined, digits: number): Entry | undefined {
  if (interval === undefined) return undefined;
  const { low, high } = interval;
  return entry(`${writeNumber(low, digits)} … ${writeNumber(high, digits)}`, low, high);
}

type Place = Record<string, number | string>;

/** A column for every coordinate that any of the places has. */
function placeColumns(places: readonly Place[]): Column[] {
  return keysOf(places).map((key) => {
    const numbers = places.every((at) => !(key in at) || typeof at[key] === 'number');
    return { title: key, keys: [key], align: numbers ? 'right' : 'left' };
  });
}

function placeCells(places: readonly Place[], at: Place): (Entry | undefined)[] {
  return keysOf(places).map((key) => (key in at ? entry(String(at[key]), at[key]) : undefined));
}

function keysOf(places: readonly Place[]): string[] {
  return [...new Set(places.flatMap((at) => Object.keys(at)))];
}

/** With a minus sign as wide as a plus. */
export function writeNumber(value: number, digits: number): string {
  return value.toFixed(digits).replace('-', '−');
}

/** Three digits with a unit that fits: 412 ns, 3.51 µs. */
export function writeTime(ns: number): string {
  const units = ['ns', 'µs', 'ms', 's'];
  let unit = 0;
  let value = ns;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${units[unit]}`;
}
