import path from 'node:path';
import { type Description, sealRecord } from '@mcover/record';
import { experimentsOf, writeReport } from '@mcover/report';
import { expect, test } from 'vitest';
import { againstOf, ranksGroupsOnly } from '../dist/summary/against.js';

const provenance = { engine: 'reference', runtime: 'x', commit: 'x', platform: 'x', durationMs: 5 };

const metrics = [
  { key: 'noisy', label: 'E at <σ>', better: 'lower', against: 'test' },
  { key: 'test', label: 'test error', better: 'lower' },
];

/** Two numbers of a trial of a group, or one of them. */
type Numbers = (group: number, trial: number) => Readonly<Record<string, number>>;

const n = 20;
// 7t and 13t + 5 mod 20 go through all residues; their ranks are uncorrelated but for 1 %.
const apart: Numbers = (group, trial) => ({
  noisy: group + ((7 * trial) % n) / 100,
  test: group / 10 + ((13 * trial + 5) % n) / 1000,
});
const together: Numbers = (group, trial) => ({ noisy: group + trial / 100, test: group / 10 + trial / 1000 });

const described = (numbers: Numbers, groups = 6, params: readonly object[] = [{}]) => ({
  records: Array.from({ length: groups }, (_, group) =>
    params.flatMap((own) =>
      Array.from({ length: n }, (_, trial) =>
        sealRecord(
          'e',
          {
            model: 'm',
            method: `m${group}`,
            data: { name: 'd' },
            params: { ...own },
            seed: { root: 1, trial },
          },
          { result: numbers(group, trial) },
          provenance,
        ),
      ),
    ),
  ).flat(),
  descriptions: new Map([['e', { metrics } as unknown as Description]]),
});
const found = (...given: Parameters<typeof described>) => againstOf(experimentsOf(described(...given))[0]);

async function report(...given: Parameters<typeof described>): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const write = (file: string, text: string) => files.set(path.basename(file), text);
  await writeReport({ ...described(...given), rejected: [], out: 'out', write, profile: 'smoke' });
  return files;
}

test('a group has its trials and their mean by both numbers', () => {
  const [{ metric, other, clouds }] = found(apart);
  expect([metric.key, other.key]).toEqual(['noisy', 'test']);
  expect(clouds.map(({ label, trials }) => [label, trials.length])).toEqual(
    Array.from({ length: 6 }, (_, group) => [`m${group}`, n]),
  );
  expect(clouds[2].trials[3]).toEqual({ x: 2.01, y: 0.2 + 0.004 });
  expect(clouds[2].mean.x).toBeCloseTo(2.095, 12);
  expect(clouds[2].mean.y).toBeCloseTo(0.2095, 12);
});

test('a number ranks groups only, where it says nothing of the trials within any', () => {
  const [between] = found(apart);
  expect(between.correlation!.rho).toBe(1);
  for (const { correlation } of between.clouds) expect(Math.abs(correlation!.rho)).toBeLessThan(0.3);
  expect(ranksGroupsOnly(between)).toBe(true);
});

test.each<[string, ...Parameters<typeof described>]>([
  ['it goes with the other one within groups too', together],
  ['it does so within one group', (group, trial) => (group === 3 ? together : apart)(group, trial)],
  [
    'means do not rise with it',
    (group, trial) => ({ ...apart(group, trial), test: apart(group % 2, trial).test }),
  ],
  [
    'it falls with the other one',
    (group, trial) => ({ ...apart(group, trial), noisy: -apart(group, trial).noisy }),
  ],
  ['groups are few', apart, 4],
])('nothing is said where %s', async (_, ...given) => {
  expect(found(...given).map(ranksGroupsOnly)).toEqual([false]);
  expect((await report(...given)).get('REPORT.md')).not.toContain('not runs');
});

test.each<[string, Parameters<typeof described>]>([
  ['results do not hold the other one', [(group, trial) => ({ noisy: apart(group, trial).noisy })]],
  ['there is an axis', [apart, 2, [{ N: 1 }, { N: 2 }, { N: 3 }]]],
])('there is no picture where %s', async (_, given) => {
  expect(found(...given)).toEqual([]);
  expect([...(await report(...given)).keys()]).not.toContain('e.against.svg');
});

test('the report draws all trials and means, and tells the rank correlations', async () => {
  const files = await report(apart);
  const svg = files.get('e.against.svg')!;
  const marks = [...svg.matchAll(/<g class="mark-symbol role-mark[^"]*"[^>]*>(.*?)<\/g>/gs)];
  expect(marks.map(([, all]) => all.match(/<path/g)!.length)).toEqual([6 * n, 6]);
  expect(svg).toContain('E at &lt;σ&gt;');
  const text = files.get('REPORT.md')!;
  expect(text).toContain('Mean test error against E at \\<σ\\>: m0, 0.0095 at 0.0950; ');
  expect(text).toContain('](figures/e.against.svg)');
  expect(text).toMatch(
    /Rank correlation of E at \\<σ\\> with test error: 1\.00 \[1\.00, 1\.00\] over the means of 6 groups; /,
  );
  expect(text).toContain(' within m5 (20). Here E at \\<σ\\> ranks methods, not runs.');
});
