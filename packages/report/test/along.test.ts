import path from 'node:path';
import { type Description, sealRecord } from '@mcover/record';
import { experimentsOf, writeReport } from '@mcover/report';
import { expect, test } from 'vitest';
import { alongOf } from '../dist/summary/along.js';

const provenance = { engine: 'reference', runtime: 'x', commit: 'x', platform: 'x', durationMs: 5 };

const description = {
  metrics: [{ key: 'barrier', label: 'barrier', better: 'lower' }],
  curves: [
    { key: 'path', label: 'on <the> path', along: { label: 'place t' } },
    { key: 'rises', label: 'rise', along: { label: 'noise', values: 'sigmas' } },
  ],
} as unknown as Description;

const curves: Readonly<Record<string, readonly (readonly number[])[]>> = {
  a: [
    [0, 0.2, 0],
    [0, 0.4, 0],
  ],
  b: [
    [0, 0.1, 0],
    [0, 0.1, 0],
  ],
};

const records = (change: (path: readonly number[], trial: number) => unknown = (path) => path) =>
  Object.entries(curves).flatMap(([method, paths]) =>
    paths.map((one, trial) =>
      sealRecord(
        'e',
        { model: 'm', method, data: { name: 'd' }, params: { sigmas: [0, 2] }, seed: { root: 1, trial } },
        { result: { barrier: one[1], path: change(one, trial) as number[], rises: [0, one[1]] } },
        provenance,
      ),
    ),
  );

const described = (of = records()) => ({ records: of, descriptions: new Map([['e', description]]) });
const found = (of = records()) => alongOf(experimentsOf(described(of))[0]);

test('a curve has mean and standard deviation at even places, or along a list of parameters', () => {
  const [along, rises] = found();
  const [first, middle] = along.groups.get('a')!;
  expect(first).toEqual({ x: 0, mean: 0, sd: 0, n: 2 });
  expect(middle).toMatchObject({ x: 0.5, n: 2 });
  expect(middle.mean).toBeCloseTo(0.3, 12);
  expect(middle.sd).toBeCloseTo(Math.sqrt(0.02), 12);
  expect(rises.groups.get('b')!.map(({ x }) => x)).toEqual([0, 2]);
});

test.each<[string, (path: readonly number[], trial: number) => unknown]>([
  ['of other lengths', (path, trial) => path.slice(trial)],
  ['that are no lists', () => 3],
  ['of one place', () => [1]],
])('curves %s are not drawn', (_, change) => {
  expect(found(records(change)).map(({ curve }) => curve.key)).toEqual(['rises']);
});

test('the report draws them, and has their numbers in a table', async () => {
  const files = new Map<string, string>();
  const write = (file: string, text: string) => files.set(path.basename(file), text);
  await writeReport({ ...described(), rejected: [], out: 'out', write, profile: 'smoke' });
  expect(files.get('e.along.svg')).toContain('on &lt;the&gt; path');
  expect(files.get('REPORT.md')).toContain('](figures/e.along.svg)');
  const [head, ...rows] = files.get('e.along.csv')!.trim().split('\n');
  expect(head).toBe('curve,group,place,mean,sd,n');
  expect(rows).toHaveLength(10);
});
