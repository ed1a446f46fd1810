import path from 'node:path';
import { type Description, sealRecord } from '@mcover/record';
import { experimentsOf, writeReport } from '@mcover/report';
import { expect, test } from 'vitest';
import { referenceAt, referencedOf } from '../dist/summary/reference.js';

const provenance = { engine: 'reference', runtime: 'x', commit: 'x', platform: 'x', durationMs: 5 };

const metric = (key: string, label: string, reference?: string) => ({
  key,
  label,
  better: 'lower',
  reference,
});
const barrier = metric('barrier', 'barrier');
const distance = metric('distance', 'distance', 'chance');
const chance = metric('chance', 'distance by <chance>');
const description = (...metrics: object[]) => ({ metrics }) as unknown as Description;

const records = (results: object = { chance: 5 }, params: readonly object[] = [{}]) =>
  ['a', 'b'].flatMap((method, group) =>
    params.flatMap((own) =>
      Array.from({ length: 8 }, (_, trial) =>
        sealRecord(
          'e',
          { model: 'm', method, data: { name: 'd' }, params: { ...own }, seed: { root: 1, trial } },
          { result: { barrier: 0.1, distance: 3 + group + trial / 100, ...results } },
          provenance,
        ),
      ),
    ),
  );

const described = (of = records(), ...metrics: object[]) => ({
  records: of,
  descriptions: new Map([
    ['e', description(...(metrics.length > 0 ? metrics : [barrier, distance, chance]))],
  ]),
});
const found = (...given: Parameters<typeof described>) => referencedOf(experimentsOf(described(...given))[0]);

async function report(...given: Parameters<typeof described>): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const write = (file: string, text: string) => files.set(path.basename(file), text);
  await writeReport({ ...described(...given), rejected: [], out: 'out', write, profile: 'smoke' });
  return files;
}

/** Dashed rules, without that of the legend. */
const rules = (svg: string) => [...svg.matchAll(/<line [^>]*stroke-dasharray="4,3"/g)].length;

test('the experiment is about the number, with the mean of what it is held against in each group', () => {
  const [about, ...more] = found();
  expect(more).toEqual([]);
  expect(about.metric).toMatchObject({ key: 'distance' });
  const summaries = about.view.series.map(({ points: [{ summary }] }) => summary);
  expect(summaries.map(({ mean }) => mean)).toEqual([expect.closeTo(3.035, 12), expect.closeTo(4.035, 12)]);
  expect(summaries.map((summary) => referenceAt(about, summary))).toEqual([5, 5]);
});

test.each<[string, Parameters<typeof described>]>([
  ['results do not hold it', [records({})]],
  ['no number has that key', [records(), barrier, metric('distance', 'distance', 'nothing')]],
  ['it is its own', [records(), barrier, metric('distance', 'distance', 'distance')]],
  ['there is an axis', [records(undefined, [{ N: 1 }, { N: 2 }, { N: 3 }])]],
])('there is no picture where %s', async (_, given) => {
  expect(found(...given)).toEqual([]);
  expect([...(await report(...given)).keys()]).not.toContain('e.reference.svg');
});

test('the report draws a line a group, and tells it', async () => {
  const files = await report();
  const svg = files.get('e.reference.svg')!;
  expect(rules(svg)).toBe(2);
  expect(svg).toContain('distance by &lt;chance&gt;');
  expect(rules(files.get('e.svg')!)).toBe(0);
  const text = files.get('REPORT.md')!;
  expect(text).toContain(
    'Mean distance. a: 3.0350. b: 4.0350. Beside it the mean distance by \\<chance\\>. a: 5.0000. b: 5.0000.](figures/e.reference.svg)',
  );
  expect(text).toContain('Dashed: the mean distance by \\<chance\\>.');
});

test('what an experiment is about has its line in the first figure', async () => {
  const files = await report(records(), distance, chance);
  expect(rules(files.get('e.svg')!)).toBe(2);
  expect([...files.keys()]).not.toContain('e.reference.svg');
});
