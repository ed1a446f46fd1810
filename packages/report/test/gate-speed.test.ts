import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeSpeed, readSpeed, type Speed, speedProblemsOf, speedTable, writeSpeed } from '@mcover/report';
import { afterAll, describe, expect, test } from 'vitest';
import { write } from './write.ts';

const folder = mkdtempSync(join(tmpdir(), 'mcover-speed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const speed = (ratios: Speed['ratios']): Speed => ({
  engine: 'wasm',
  runtime: 'node 20.20.2',
  commit: '0123abc',
  platform: 'linux x64, Some CPU',
  ratios,
});
const around = (center: number) => Array.from({ length: 15 }, (_, i) => center * (0.93 + i / 100));
const reference = speed({ annealing: around(80), committee: around(20) });

describe('the speed of an engine', () => {
  test('may differ as much as machines do', () => {
    const verdicts = judgeSpeed(reference, speed({ annealing: around(50), committee: around(300) }), 0.01);
    expect(verdicts.map(({ worse }) => worse)).toEqual([false, false]);
    expect(verdicts[0]).toMatchObject({ task: 'annealing', reference: 80, fresh: 50 });
    // Every ratio is above half of the reference's: no division of the ranks is higher.
    expect(verdicts[0].adjusted).toBeGreaterThan(0.99);
  });

  test('fails where it is surely less than half', () => {
    const verdicts = judgeSpeed(reference, speed({ annealing: around(30), committee: around(19) }), 0.01);
    expect(verdicts.map(({ worse }) => worse)).toEqual([true, false]);
    expect(speedProblemsOf(verdicts)).toEqual([
      {
        title: 'speed, annealing',
        text: 'speed, annealing: slower: 80.0 → 30.0 times as fast as the plain engine',
      },
    ]);
  });

  test('is not decided by a few slow moments', () => {
    const disturbed = [2, 3, 5, ...around(80).slice(3)];
    const [{ worse }] = judgeSpeed(reference, speed({ annealing: disturbed, committee: around(20) }), 0.01);
    expect(worse).toBe(false);
  });

  test('fails where a task is missing on either side', () => {
    const [committee, sweep] = judgeSpeed(
      speed({ committee: around(20) }),
      speed({ sweep: around(80) }),
      0.01,
    );
    expect(committee).toMatchObject({ task: 'committee', fresh: undefined, worse: true });
    expect(sweep).toMatchObject({ task: 'sweep', reference: undefined, worse: true });
    expect(speedTable([committee, sweep]).rows[1].map((cell) => cell?.text)).toEqual([
      ...['sweep', '– → 80.0', undefined, '✗ missing'],
    ]);
  });
});

test('is read as it was written; anything else is refused', () => {
  const file = writeSpeed(folder, reference, write);
  expect(readSpeed(folder)).toEqual(reference);
  for (const text of [
    '{',
    '{}',
    '{"ratios":{}}',
    '{"ratios":{"annealing":[]}}',
    '{"ratios":{"a":[1,-2]}}',
    'null',
  ]) {
    writeFileSync(file, text);
    expect(() => readSpeed(folder)).toThrow('mcover gate --renew --speed');
  }
});
