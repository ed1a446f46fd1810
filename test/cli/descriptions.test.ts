import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Description } from '@mcover/record';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { essence, mcover, mine, temporary, write } from './support.ts';

/**
 * What lies beside a journal comes from elsewhere: whatever it is, `verify`, `report`, `merge` and `gate` end, with no
 * stack, and say which file is at fault where they need it. Models of the program need none.
 */

let made: string;
let folder: string;

const own = `
import { annealed, Type } from '@mcover/models';
export const model = annealed({
  name: 'field',
  params: { N: Type.Integer({ minimum: 1, default: 5, symbol: 'N' }) },
  data: Type.Object({ name: Type.Literal('none') }),
  result: Type.Object({ down: Type.Number({ label: 'share down', better: 'lower' }) }),
  weights: ({ N }) => N,
  task: () => undefined,
  base: () => ({ unit: 1, state: () => ({ delta: () => 0, flip() {}, energy: () => 0 }) }),
  read: () => ({ down: 0 }),
});
`;

beforeAll(async () => {
  made = temporary();
  fs.symlinkSync(
    fileURLToPath(new URL('../../node_modules', import.meta.url)),
    path.join(made, 'node_modules'),
  );
  write(made, 'field.mjs', own);
  write(made, 'mine.json', mine);
  const { trials, profiles } = JSON.parse(mine);
  const methods = [{ method: 'vanilla' }];
  const params = { schedule: { from: 1, to: 0.5, step: 0.5 } };
  const field = { id: 'own', uses: './field.mjs', model: 'field', data: { name: 'none' }, params, methods };
  write(made, 'own.json', JSON.stringify({ ...field, trials, profiles }));
  const run = await mcover(['run', 'mine.json', 'own.json', '--profile', 'smoke', '--out', '.'], made);
  expect(run).toMatchObject({ code: 0 });
});

beforeEach(() => {
  folder = path.join(temporary(), 'smoke');
  fs.cpSync(path.join(made, 'results/smoke'), folder, { recursive: true });
});

const beside = (id: string) => path.join(folder, `${id}.json`);
const described = (id: string): Description =>
  JSON.parse(fs.readFileSync(path.join(made, `results/smoke/${id}.json`), 'utf8'));

/** Everything that reads a folder. */
async function all() {
  const out = temporary();
  const reading = {
    verify: ['verify', folder],
    report: ['report', '--results', folder, '--out', path.join(out, 'report')],
    merge: ['merge', folder, '--out', path.join(out, 'merged')],
    gate: ['gate', '--baseline', folder, '--results', path.join(made, 'results/smoke')],
  };
  const ended = await Promise.all(
    Object.entries(reading).map(async ([name, args]) => [name, await mcover(args)] as const),
  );
  return Object.fromEntries(ended);
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const changed = (id: string, change: object) => JSON.stringify({ ...described(id), ...change });
const none = { type: 'object', properties: { down: { type: 'nonsense' } } };

const hostile: [string, (id: string) => void][] = [
  ['of a gigabyte', (id) => fs.truncateSync(beside(id), 2 ** 30)],
  [
    'that is a folder',
    (id) => {
      fs.rmSync(beside(id));
      fs.mkdirSync(beside(id));
    },
  ],
  [
    'that leads nowhere',
    (id) => {
      fs.rmSync(beside(id));
      fs.symlinkSync('/nowhere/at/all', beside(id));
    },
  ],
  ['nested a million deep', (id) => fs.writeFileSync(beside(id), nested(1e6))],
  ['nested in its place', (id) => fs.writeFileSync(beside(id), `{"resolved":${nested(5000)}}`)],
  ['that is no JSON', (id) => fs.writeFileSync(beside(id), '{')],
  ['that is null', (id) => fs.writeFileSync(beside(id), 'null')],
  ['of another experiment', (id) => fs.writeFileSync(beside(id), changed(id, { experiment: 'yours' }))],
  [
    'with a schema that does not compile',
    (id) => fs.writeFileSync(beside(id), changed(id, { result: none })),
  ],
  [
    'with a schema that refers to nothing',
    (id) => fs.writeFileSync(beside(id), changed(id, { result: { type: 'object', $ref: '#/nowhere' } })),
  ],
  [
    'with a pattern that never ends',
    (id) =>
      fs.writeFileSync(
        beside(id),
        changed(id, {
          data: { type: 'object', properties: { name: { type: 'string', pattern: '^(a+)+$' } } },
        }),
      ),
  ],
  [
    'with the name of a prototype',
    (id) =>
      fs.writeFileSync(
        beside(id),
        changed(id, { methods: JSON.parse('{"__proto__": {"label": "x", "params": {"type": "object"}}}') }),
      ),
  ],
];

describe('a description of a model of the program', () => {
  test.each(hostile)('%s', async (_, damage) => {
    damage('mine');
    const { verify, merge, report, gate } = await all();
    // Records of the program's own models are what they are, whatever is said beside them.
    expect(verify).toMatchObject({ code: 0, stderr: '' });
    expect(verify.stdout).toContain('mine.ndjson: 4 records, 0 faults');
    expect(merge.code).toBe(0);
    for (const { code, stderr } of [report, gate]) {
      expect([0, 1]).toContain(code);
      expect(stderr).not.toMatch(/^ +at /m);
      if (code === 1) expect(stderr).toContain(`${beside('mine')}:1: `);
    }
  });
});

describe('a description of a model of one’s own', () => {
  test.each(hostile)('%s', async (_, damage) => {
    damage('own');
    for (const [name, { code, stdout, stderr }] of Object.entries(await all())) {
      expect([name, code, stderr]).toEqual([
        name,
        expect.toSatisfy((c) => c === 0 || c === 1 || c === 2),
        stderr,
      ]);
      expect(`${stdout}${stderr}`).not.toMatch(/^ +at |RangeError|heap/m);
      if (code !== 0) expect(stderr).toMatch(/own\.(ndj|j)son/);
    }
  });

  test('is carried by a merge: what it tells of its records is as good there', async () => {
    const out = path.join(temporary(), 'merged');
    const from = path.join(made, 'results/smoke');
    expect(await mcover(['merge', from, '--out', out])).toMatchObject({ code: 0, stderr: '' });
    expect(essence(path.join(out, 'own.ndjson'))).toEqual(essence(path.join(folder, 'own.ndjson')));
    expect(await mcover(['verify', out, '--rerun', '9'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('6 trials run again: all agree'),
    });
  });

  test('that cannot be used is written anew by a run', async () => {
    const there = path.join(made, 'results/smoke');
    const before = fs.readFileSync(path.join(there, 'own.ndjson'), 'utf8');
    fs.writeFileSync(path.join(there, 'own.json'), changed('own', { result: none }));
    const run = await mcover(['run', 'own.json', '--profile', 'smoke', '--out', '.'], made);
    expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('2 there, 0 trials to run') });
    expect(fs.readFileSync(path.join(there, 'own.ndjson'), 'utf8')).toBe(before);
    expect(await mcover(['verify', there])).toMatchObject({ code: 0, stderr: '' });
  });

  test('that is not there is told, and what would make it', async () => {
    fs.rmSync(beside('own'));
    const { verify, merge, gate, report } = await all();
    for (const { code, stderr } of [verify, merge, gate, report]) {
      expect(code).toBe(1);
      expect(stderr).toMatch(/own\.ndjson:1: .*field\/vanilla/);
    }
  });
});
