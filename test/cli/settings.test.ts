import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { journal, mcover, mine, parsed, temporary, write } from './support.ts';

test('settings come over the file, and are recorded with the experiment', async () => {
  const out = temporary();
  write(out, 'mine.json', mine);
  const settings = ['params.N=13', 'kernel.sigma=1,2'];
  const call = ['run', 'mine.json', ...settings, '--trials', '2', '--profile', 'smoke', '--out', '.'];
  expect((await mcover(call, out)).code).toBe(0);
  const points = parsed(journal(out, 'mine')).records.map(({ spec: { method, params } }) => {
    const { N, kernel } = params as { N: number; kernel?: { sigma: number } };
    return `${method} ${N} ${kernel?.sigma ?? '-'}`;
  });
  expect([...new Set(points)].sort()).toEqual(['mcover 13 1', 'mcover 13 2', 'vanilla 13 -']);
  const described = JSON.parse(fs.readFileSync(path.join(out, 'results/smoke/mine.json'), 'utf8'));
  expect(described.command).toEqual(['run', 'mine.json', ...settings]);
  expect(described.resolved.sweep).toEqual({ N: [13], 'kernel.sigma': [1, 2] });
  // The command of the report makes the same records.
  const page = fs.readFileSync(path.join(out, 'report/smoke/REPORT.md'), 'utf8');
  const [, made] = /mcover (run mine\.json .*)/.exec(page)!;
  expect(made).toContain(settings.join(' '));
  const planned = await mcover(['plan', ...made.split(' ').slice(1), '--out', '.', '--json'], out);
  expect(JSON.parse(planned.stdout).experiments).toMatchObject([{ trials: 6, there: 6, toRun: 0, other: 0 }]);
});

test('repro takes settings for the experiments that it is asked for by the beginning of their ids', async () => {
  const args = ['--profile', 'smoke', '--out', temporary(), '--json'];
  const plan = async (...more: string[]) => JSON.parse((await mcover(['plan', ...more, ...args])).stdout);
  const { experiments } = await plan(
    '--only',
    'fig3',
    'M=3',
    'kernel.mu=1',
    'kernel.sigma=1,2,3',
    '--trials',
    '4',
  );
  expect(experiments).toMatchObject([{ experiment: 'fig3-kernel', trials: 12 }]);
  const table = await plan('--only', 'table3', '--trials', '1');
  expect(table.experiments.map(({ experiment }: { experiment: string }) => experiment)).toEqual([
    'table3-committee',
    'table3-mlp',
    'table3-perceptron',
  ]);
});

test('an argument that is no setting, or no file, is said to be none', async () => {
  expect(await mcover(['repro', 'fig3'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--only'),
  });
  expect(await mcover(['run', 'N=3'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no experiment file is named'),
  });
});
