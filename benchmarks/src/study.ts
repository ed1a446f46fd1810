import type { Engine } from '@mcover/core';
import type { drawSvg, Interval, Table } from '@mcover/report';
import type { PowerLaw } from './fit.ts';

export interface Setting {
  /** The plain engine first, then from slow to fast. */
  engines: readonly Engine[];
  /** Smaller and fewer: to see that it works, not how fast. */
  short: boolean;
  log(text: string): void;
}

export interface Study {
  /** As in `--only`. */
  id: string;
  title: string;
  run(setting: Setting): StudyResult | Promise<StudyResult>;
}

export interface StudyResult {
  /** What was timed and how, in sentences. */
  method: string;
  rows: Row[];
  missing?: Missing[];
  fits: Fit[];
  ratios: Ratio[];
  tables: Table[];
  figures: Figure[];
  /** Of every measurement: how slow the machine was in each round, against its median. */
  slowness: number[][];
}

/** One thing that was timed. */
export interface Row {
  /** What varies within a study, "update against S". */
  series: string;
  /** What ran: an engine's name or a sampler's. */
  subject: string;
  /** Where: sizes, temperature, method. */
  at: Record<string, number | string>;
  /** Nanoseconds per this. */
  unit: string;
  median: number;
  interval: Interval | undefined;
  /** Relative median absolute deviation over the rounds. */
  deviation: number;
  /** Milliseconds of the shortest timed call. */
  shortest: number;
}

/** What would have been timed, but that something is not on this machine. */
export interface Missing extends Pick<Row, 'series' | 'subject' | 'at' | 'unit'> {
  reason: string;
}

export const noBlas = 'no BLAS ("mcover doctor" tells why)';

export interface Fit extends PowerLaw {
  series: string;
  subject: string;
  /** Of what the time is taken as a power. */
  against: string;
  /** The exponent that the method promises, within ± tolerance; undefined where it promises none. */
  expected: { exponent: number; tolerance: number } | undefined;
}

/** How many times as long the slower of two took. */
export interface Ratio {
  slower: string;
  faster: string;
  at: Record<string, number | string>;
  median: number;
  interval: Interval | undefined;
}

export interface Figure {
  /** Stem of its file. */
  id: string;
  /** What to see in it. */
  alt: string;
  spec: Parameters<typeof drawSvg>[0];
}
