import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { journalLine, sealRecord } from '@mcover/record';
import { beforeAll, describe, expect, test } from 'vitest';
import { journal, mcover, mine, parsed, temporary, write } from './support.ts';

/** Nothing from a file steers a terminal, or gives GitHub Actions a command. */

const sources = fileURLToPath(new URL('../../packages/harness/src', import.meta.url));
const hostile =
  'a\n::error::forged\n  ::set-output name=x::y\r::warning::z ##[error]v1\u001b[2J\u007f\u009b2J\u202e\u2028end';

let folder: string;
let good: string;

/** Journals that hold the text wherever a record may: all lines are good ones, or there are others. */
beforeAll(async () => {
  folder = temporary();
  write(folder, 'mine.json', mine);
  const out = path.join(folder, 'out');
  await mcover(['run', 'mine.json', '--profile', 'smoke', '--out', out, '--trials', '6'], folder);
  good = path.dirname(journal(out, 'mine'));
  const { records } = parsed(journal(out, 'mine'));
  const text = { engine: hostile, runtime: hostile, commit: hostile, platform: hostile, durationMs: 1 };
  const lines = records.map(({ spec }, i) =>
    journalLine(
      sealRecord(
        'mine',
        spec,
        i > 1 ? { result: records[i].result! } : { failure: { kind: hostile, message: hostile } },
        text,
      ),
    ),
  );
  const { spec, result } = records[0];
  const foreign = journalLine(sealRecord(hostile, spec, { result: result! }, text));
  const unknown = journalLine(
    sealRecord('mine', { ...spec, method: hostile, model: hostile }, { result: result! }, text),
  );
  const keyed = journalLine(sealRecord('mine', spec, { result: { ...result, [hostile]: 1 } }, text));
  const put = (name: string, content: string) => {
    const made = path.join(folder, name);
    fs.cpSync(good, made, { recursive: true });
    fs.writeFileSync(path.join(made, 'mine.ndjson'), content);
  };
  const wrong = `${lines.join('')}${foreign}${unknown}${keyed}{"${hostile.replaceAll('\n', '')}\n`;
  put('failed/smoke', lines.join(''));
  put('damaged/smoke', wrong);
  put('again/results/smoke', wrong);
  write(good, `${hostile.replaceAll('\n', '').slice(0, 60)}.rejected`, hostile);
  fs.mkdirSync(path.join(folder, 'node_modules'));
  const installed = fileURLToPath(new URL('../../node_modules/@mcover', import.meta.url));
  fs.symlinkSync(installed, path.join(folder, 'node_modules', '@mcover'));
  write(
    folder,
    'failing.mjs',
    `import { annealed, Type } from '@mcover/models';
     const text = ${JSON.stringify(hostile)};
     export const model = annealed({
       name: 'failing',
       params: { N: Type.Integer({ minimum: 1, default: 5, symbol: 'N', task: true }) },
       data: Type.Object({ name: Type.Literal('none') }),
       result: Type.Object({ x: Type.Number({ label: 'x', better: 'lower' }) }),
       weights: ({ N }) => N,
       task() { throw Object.assign(new Error(text), { name: text }); },
       base: () => ({ unit: 1, state: () => ({ delta: () => 0, flip() {}, energy: () => 0 }) }),
       read: () => ({ x: 0 }),
     });`,
  );
  write(
    folder,
    'failing.json',
    JSON.stringify({
      id: 'failing',
      uses: './failing.mjs',
      model: 'failing',
      data: { name: 'none' },
      params: { M: 1, S: 1, kernel: { kind: 'uniform' } },
      methods: [{ method: 'vanilla' }],
      trials: 2,
      profiles: { smoke: {} },
    }),
  );
  write(folder, 'titled.json', mine.replace('"id"', `"title": ${JSON.stringify(hostile)}, "id"`));
  write(folder, 'wrong.json', mine.replace('"M": 2', `"M": ${JSON.stringify(hostile)}`));
  write(folder, 'broken.json', `${mine.slice(0, 60)}${hostile}`);
}, 60_000);

function expectInert(text: string, annotations = false): void {
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\u2028-\u202e]/u);
  const commands = text.split('\n').filter((line) => /^\s*::/.test(line));
  const others = text.split('\n').filter((line) => !commands.includes(line));
  expect(others.join()).not.toContain('##[');
  if (!annotations) expect(commands).toEqual([]);
  for (const command of commands) expect(command).toMatch(/^::(error|warning) title=mcover gate::\S/);
}

describe('what commands print of files', () => {
  const smoke = (out: string) => ['--profile', 'smoke', '--out', out];
  const baseline = ['--baseline', 'out/results/smoke'];
  test.each([
    [['verify', 'failed/smoke']],
    [['verify', 'failed/smoke', '--json']],
    [['verify', 'damaged/smoke', '--json']],
    [['report', '--results', 'failed/smoke', '--out', 'page']],
    [['report', '--results', 'damaged/smoke', '--out', 'page']],
    [['export', 'failed/smoke', '--csv']],
    [['export', 'failed/smoke', '--rliable']],
    [['merge', 'damaged/smoke', '--out', 'merged']],
    [['gate', '--results', 'failed/smoke', ...baseline]],
    [['gate', '--results', 'failed/smoke', '--baseline', 'new', '--renew']],
    [['gate', '--results', 'damaged/smoke', ...baseline, '--github', '--json']],
    [['run', 'failing.json', ...smoke('f1')]],
    [['run', 'failing.json', ...smoke('f2'), '--json']],
    [['run', 'titled.json', ...smoke('f3')]],
    [['run', 'wrong.json', ...smoke('f4')]],
    [['run', 'broken.json', ...smoke('f5')]],
    [['run', 'mine.json', ...smoke('again')]],
    [['plan', 'mine.json', ...smoke('again')]],
  ])('%j', async (args) => {
    const { stdout, stderr } = await mcover(args, folder);
    expect((stdout + stderr).length).toBeGreaterThan(10);
    for (const text of [stdout, stderr]) expectInert(text, args.includes('--github'));
    if (args.includes('--json')) JSON.parse(stdout);
    if (args[1] === 'failing.json') expect(stderr).toContain('failed: failing: vanilla, trial 0 ');
  });

  test.each(['verify', 'merge', 'report', 'gate', 'plan'])(
    '%s of a journal whose name is hostile',
    async (command) => {
      const out = path.join(folder, `named-${command}`);
      const results = path.join(out, 'results', 'smoke');
      fs.cpSync(good, results, { recursive: true });
      const name = '<img src=x onerror=alert(1)>\n::error::x\u001b[2J.ndjson';
      fs.copyFileSync(journal(path.join(folder, 'out'), 'mine'), path.join(results, name));
      const calls: Record<string, string[]> = {
        verify: [results],
        merge: [results, '--out', path.join(folder, 'into')],
        report: ['--results', results, '--out', path.join(out, 'page')],
        gate: ['--results', results, '--baseline', good],
        plan: ['mine.json', '--profile', 'smoke', '--out', out],
      };
      const { code, stdout, stderr } = await mcover([command, ...calls[command]], folder);
      expect(code).toBeGreaterThan(0);
      expect(stderr).toContain('the name of the file is not the id of an experiment');
      expectInert(stdout);
      expectInert(stderr);
      expect(fs.existsSync(path.join(out, 'page'))).toBe(false);
    },
  );
});

test('nothing prints but the functions that escape', () => {
  const files = fs
    .readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'));
  const printing = files.filter((name) =>
    /process\.std(out|err)\.write|console\.\w+\(|\.write\(process/.test(
      fs.readFileSync(path.join(sources, name), 'utf8'),
    ),
  );
  // Lines of progress are counts; with MCOVER_DEBUG an error is shown as it is; an export is data for a program, bit for bit.
  expect(printing.sort()).toEqual([
    path.join('cli', 'export.ts'),
    path.join('cli', 'main.ts'),
    path.join('cli', 'output.ts'),
    path.join('progress', 'index.ts'),
  ]);
});
