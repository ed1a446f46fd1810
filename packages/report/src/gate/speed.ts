import { join } from 'node:path';
import { InputError } from '@mcover/core';
import type { Write } from '../page/write.ts';
import { readText } from '../read/disk.ts';
import { holm } from '../statistics/holm.ts';
import { mannWhitneyTest } from '../statistics/mann-whitney.ts';
import { median } from '../statistics/median.ts';
import { writeP } from '../tables/number.ts';
import { entry, type Table } from '../tables/table.ts';
import type { Problem } from './text.ts';

/** How many times as fast as the plain engine another one is, again and again, by task. */
export interface Speed {
  engine: string;
  runtime: string;
  commit: string;
  platform: string;
  ratios: Readonly<Record<string, readonly number[]>>;
}

/** Processors differ in how well they serve each engine: only what is surely below this share is a regression. */
export const tolerated = 0.5;

export interface SpeedVerdict {
  task: string;
  /** Medians of the ratios; of a task that one side does not have, its is absent. */
  reference: number | undefined;
  fresh: number | undefined;
  /** Of the ratios being no lower than the tolerated share of the reference's, adjusted by Holm. */
  adjusted: number | undefined;
  worse: boolean;
}

/** Compares ratios by Mann and Whitney's test; a task that is missing on one side is a fault. */
export function judgeSpeed(reference: Speed, fresh: Speed, alpha: number): SpeedVerdict[] {
  const tasks = [...new Set([...Object.keys(reference.ratios), ...Object.keys(fresh.ratios)])];
  const sides = tasks.map((task) => [reference.ratios[task], fresh.ratios[task]] as const);
  const levels = { loosest: alpha, strictest: alpha / tasks.length };
  const p = sides.map(([before, after]) => {
    if (!before || !after) return 0;
    const bar = before.map((ratio) => ratio * tolerated);
    return mannWhitneyTest(bar, after, levels).lower;
  });
  const adjusted = holm(p);
  return tasks.map((task, i) => {
    const [before, after] = sides[i];
    return {
      task,
      reference: before && median(before),
      fresh: after && median(after),
      adjusted: before && after && adjusted[i],
      worse: adjusted[i] <= alpha,
    };
  });
}

const columns: Table['columns'] = [
  { title: 'task', keys: ['task'], align: 'left' },
  { title: 'times as fast as the plain engine', keys: ['reference', 'new'], align: 'right' },
  { title: `p slower than ${tolerated} × the reference (Holm)`, keys: ['p'], align: 'right' },
  { title: 'verdict', keys: ['verdict'], align: 'left' },
];

export function speedTable(verdicts: readonly SpeedVerdict[]): Table {
  const rows = verdicts.map(({ task, reference, fresh, adjusted, worse }) => [
    entry(task),
    entry(`${writeRatio(reference)} → ${writeRatio(fresh)}`),
    adjusted === undefined ? undefined : entry(writeP(adjusted)),
    entry(!worse ? '✓ not slower' : adjusted === undefined ? '✗ missing' : '✗ slower'),
  ]);
  return { id: 'speed', caption: 'Speed of the engine against the reference', columns, rows };
}

export function speedProblemsOf(verdicts: readonly SpeedVerdict[]): Problem[] {
  return verdicts
    .filter(({ worse }) => worse)
    .map(({ task, reference, fresh }) => {
      const title = `speed, ${task}`;
      const ratios = `${writeRatio(reference)} → ${writeRatio(fresh)}`;
      return { title, text: `${title}: slower: ${ratios} times as fast as the plain engine` };
    });
}

function writeRatio(ratio: number | undefined): string {
  return ratio === undefined ? '–' : ratio.toPrecision(3);
}

const name = 'speed.json';

export function writeSpeed(folder: string, speed: Speed, write: Write): string {
  const file = join(folder, name);
  write(file, `${JSON.stringify(speed, null, 2)}\n`);
  return file;
}

/** @throws InputError where there is none, or another file. */
export function readSpeed(folder: string): Speed {
  const file = join(folder, name);
  const remedy = 'make one with "mcover gate --renew --speed"';
  let speed: Partial<Speed>;
  try {
    speed = JSON.parse(readText(file));
  } catch (error) {
    throw new InputError(file, `cannot be read as the speed of a reference (${String(error)}); ${remedy}`);
  }
  const samples = Object.values(speed?.ratios ?? {});
  const good = (sample: unknown) =>
    Array.isArray(sample) &&
    sample.length > 0 &&
    sample.every((ratio) => Number.isFinite(ratio) && ratio > 0);
  if (samples.length > 0 && samples.every(good)) return speed as Speed;
  throw new InputError(file, `holds no ratios of positive numbers by task; ${remedy}`);
}
