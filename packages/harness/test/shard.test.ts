import { referenceEngine } from '@mcover/core';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, test } from 'vitest';
import { paperFiles } from '../dist/config/catalogue.js';
import { readExperiment } from '../dist/config/experiment.js';
import { shardOf } from '../dist/plan/shard.js';
import type { PlannedTrial } from '../dist/plan/trials.js';
import { planned } from './support.ts';

const experiments = paperFiles().map(readExperiment);

function wanted(profile: string, engine = wasmEngine, trials?: number): Map<string, PlannedTrial[]> {
  const sized = experiments.filter(({ profiles }) => profiles.includes(profile));
  return new Map(sized.map((e) => [e.id, planned(e, { profile, engine, trials })]));
}

const shards = (whole: Map<string, PlannedTrial[]>, count: number) =>
  Array.from({ length: count }, (_, i) => shardOf(whole, { index: i + 1, count }));
const keys = (part: Map<string, PlannedTrial[]>) =>
  [...part].flatMap(([experiment, trials]) => trials.map(({ id }) => `${experiment} ${id}`));
/** Seconds of a part, each trial counted once. */
const load = (part: Map<string, PlannedTrial[]>) =>
  [...new Map([...part.values()].flat().map(({ id, seconds }) => [id, seconds])).values()].reduce(
    (a, b) => a + b,
    0,
  );

describe.each(['smoke', 'quick', 'paper'])('%s', (profile) => {
  const whole = wanted(profile);
  const longest = Math.max(...[...whole.values()].flat().map(({ seconds }) => seconds));

  test.each([1, 2, 3, 7, 64])('%i shards are disjoint, complete and balanced', (count) => {
    const parts = shards(whole, count);
    expect(parts.flatMap(keys).sort()).toEqual(keys(whole).sort());
    // A trial that two experiments share is in one shard.
    const ids = parts.map((part) => new Set([...part.values()].flat().map(({ id }) => id)));
    expect(ids.reduce((sum, set) => sum + set.size, 0)).toBe(new Set(ids.flatMap((set) => [...set])).size);
    const loads = parts.map(load);
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(longest * (1 + 1e-9));
  });
});

test('one shard of one is the whole, in its order', () => {
  const whole = wanted('smoke');
  expect(shardOf(whole, { index: 1, count: 1 })).toEqual(whole);
});

test('more trials leave those before in their shard', () => {
  const few = shards(wanted('smoke', wasmEngine, 2), 3).map(keys);
  const many = shards(wanted('smoke', wasmEngine, 5), 3).map((part) => new Set(keys(part)));
  for (const [i, own] of few.entries()) expect(own.filter((key) => !many[i].has(key))).toEqual([]);
});

test('more shards than trials leave some with nothing', () => {
  const [id, trials] = [...wanted('smoke', referenceEngine, 1)][0];
  const parts = shards(new Map([[id, trials.slice(0, 2)]]), 3);
  expect(parts.map((part) => part.size)).toEqual([1, 1, 0]);
});
