import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { mcover, mine, temporary, write } from './support.ts';

/** Runs an experiment file in a folder of its own; `out` is where results would go. */
async function attempt(text: string, ...options: string[]) {
  const folder = temporary();
  write(folder, 'mine.json', text);
  const args = ['run', 'mine.json', '--profile', 'smoke', '--out', 'out', ...options];
  const ended = await mcover(args, folder);
  return { ...ended, written: fs.existsSync(path.join(folder, 'out')) };
}

const kernel = '"kernel": { "kind": "directed-ring", "mu": 2, "sigma": 3 }';
const matrix = (rows: string) => `"kernel": { "kind": "matrix", "matrix": ${rows} }`;

describe('a fault in an experiment file is told with its place', () => {
  test.concurrent.each([
    [
      'an unknown key',
      '"M": 2',
      '"M": 2, "sgima": 1',
      '7:13: /params/sgima: unknown key "sgima"; allowed: N, alpha,',
    ],
    [
      'a key at the wrong level',
      '"trials": 2',
      '"trails": 2',
      '13:3: /trails: unknown key "trails"; allowed: ',
    ],
    ['a missing key', '"trials": 2,', '', '1:1: /: missing key "trials"'],
    ['a wrong type', '"N": 11', '"N": "11"', '6:5: /params/N: "11" is not of type integer'],
    ['a number that is not whole', '"M": 2', '"M": 2.5', '7:5: /params/M: 2.5 is not of type integer'],
    ['no cover', '"M": 2', '"M": 0', '7:5: /params/M: 0 must be >= 1'],
    ['more destinations than weights', '"S": 2', '"S": 12', '8:5: /params/S: 12 distinct destinations'],
    ['a width of zero', '"sigma": 3', '"sigma": 0', '9:51: /params/kernel/sigma: 0 must be > 0'],
    ['a negative width', '"sigma": 3', '"sigma": -1', '9:51: /params/kernel/sigma: -1 must be > 0'],
    [
      'an unknown kernel',
      'directed-ring',
      'ring',
      '9:17: /params/kernel/kind: "ring" must be one of "directed-ring", "wr',
    ],
    [
      'a negative entry of Q',
      kernel,
      matrix('[[1, -0.5], [0, 1]]'),
      '9:50: /params/kernel/matrix/0/1: -0.5 must be >= 0',
    ],
    ['an infinite entry of Q', kernel, matrix('[[1, 0],\n[1e999, 1]]'), '10:2: a number beyond'],
    ['a Q without permutations', kernel, matrix('[[1, 0], [1, 0]]'), '9:5: /params/kernel: perm(Q) = 0'],
    ['a Q of another size', kernel, matrix('[[1]]'), '9:35: /params/kernel/matrix: '],
    ['a step that divides nothing', '"step": 0.1', '"step": 0.3', '10:19: /params/schedule/step: 0.3 is not'],
    [
      'a step that makes too many temperatures',
      '"step": 0.1',
      '"step": 1e-9',
      '10:19: /params/schedule/step: 1e-9 makes 300000001 temperatures, over 10000000; take a larger',
    ],
    [
      'a step of next to nothing',
      '"step": 0.1',
      '"step": 1e-300',
      '10:19: /params/schedule/step: 1e-300 makes ',
    ],
    [
      'no pattern',
      '"alpha": 1.5',
      '"alpha": 0.01',
      '6:14: /params/alpha: 0.01 with N = 11 leaves no pattern',
    ],
    [
      'an unknown method',
      '"vanilla"',
      '"sgd"',
      '12:17: /methods/0/method: no method "sgd" of the perceptron; known: v',
    ],
    [
      'an unknown model',
      '"perceptron"',
      '"tree"',
      '3:3: /model: no model "tree"; known: perceptron, committee, ',
    ],
    ['unknown data', '"teacher-student"', '"mnist"', '4:13: /data/name: "mnist" must be "teacher-student"'],
    ['no trial', '"trials": 2', '"trials": 0', '13:3: /trials: 0 must be >= 1'],
    ['malformed JSON', '"trials": 2,', '"trials": 2,,', '13:15: not JSON: '],
    ['a key given twice', '"M": 2,', '"M": 2, "M": 3,', '7:13: the key "M" is given twice'],
    [
      'a fault in a profile',
      '"smoke": {}',
      '"smoke": {"params": {"M": 0}}',
      '14:38: /params/M: 0 must be >= 1',
    ],
    [
      'a fault in a sweep',
      '"trials"',
      '"sweep": { "M": [1,\n 0] },\n"trials"',
      '14:2: /params/M: 0 must be >= 1',
    ],
    [
      'a sweep of nothing',
      '"trials"',
      '"sweep": { "M": [] },\n"trials"',
      '13:14: /sweep/M: [] must NOT have fewer',
    ],
    [
      'a sweep of an unknown key',
      '"trials"',
      '"sweep": { "x.y": [1] },\n"trials"',
      '13:14: /sweep/x.y: unknown key',
    ],
    [
      'an unknown key of a method',
      '"mcover" }',
      '"mcover", "params": { "T": 1 } }',
      '12:74: /params/T: unknown key "T"',
    ],
  ])('%s', async (_, before, after, message) => {
    expect(mine).toContain(before);
    const ended = await attempt(mine.replace(before, after));
    expect(ended.stderr).toContain(`mine.json:${message}`);
    expect(ended).toMatchObject({ code: 2, stdout: '', written: false });
    expect(ended.stderr).not.toMatch(/^ +at /m);
  });

  test('all faults of a schema are told at once', async () => {
    const { stderr } = await attempt(mine.replace('"N": 11', '"N": 0').replace('"step": 0.1', '"step": 0'));
    expect(stderr.trim().split('\n')).toEqual([
      'mine.json:6:5: /params/N: 0 must be >= 1',
      'mine.json:10:19: /params/schedule/step: 0 must be > 0',
    ]);
  });
});

describe('extends', () => {
  test('a missing file', async () => {
    const ended = await attempt(mine.replace('"id"', '"extends": "base.json",\n"id"'));
    expect(ended.stderr).toContain(
      'mine.json:2:3: /extends: cannot read the experiment file base.json: ENOENT',
    );
    expect(ended).toMatchObject({ code: 2, stdout: '', written: false });
  });

  test('a circle', async () => {
    const ended = await attempt('{ "extends": "./mine.json" }');
    expect(ended.stderr).toContain('mine.json:1:3: /extends: runs in a circle: mine.json → mine.json');
    expect(ended).toMatchObject({ code: 2, stdout: '', written: false });
  });
});

describe('a wrong call is told with what is allowed', () => {
  test.concurrent.each([
    [['run', 'mine.json', '--profile', 'huge'], 'experiment "mine" has no profile "huge"; it has: smoke'],
    [['run', 'mine.json', '--only', 'yours'], 'no experiment "yours"; known: mine'],
    [['run', 'mine.json', '--only', ''], "argument '' is invalid. Allowed: ids of experiments"],
    [['report', '--profile', '../../x'], "argument '../../x' is invalid. Allowed: small letters"],
    [['run', 'none.json'], 'cannot read the experiment file none.json: ENOENT'],
    [['run', 'mine.json', '--engine', 'steam'], 'no engine "steam"; known: auto, '],
    [
      ['run', 'mine.json', '--workers', '0'],
      "argument '0' is invalid. Allowed: whole numbers from 1 to 256.",
    ],
    [['run', 'mine.json', '--trials', '1.5'], "argument '1.5' is invalid. Allowed: whole numbers from 1."],
    [['run', 'mine.json', '--seed', '-1'], "argument '-1' is invalid. Allowed: whole numbers from 0."],
    [['run', 'mine.json', '--speed', '1'], "unknown option '--speed'"],
    [['run'], "missing required argument 'files'"],
    [['repro', '--profile', 'huge'], 'no experiment has a profile "huge"; profiles: '],
    [['repro', '--only', 'table3-perceptron,nothing'], 'no experiment "nothing"; known: '],
    [['plan', '--profile', 'huge'], 'no experiment has a profile "huge"; profiles: '],
    [['verify', 'nowhere'], 'no journal (*.ndjson) in '],
    [['report', '--results', 'nowhere'], 'nowhere'],
    [['schema', 'poem'], 'Allowed choices are experiment, record'],
    [['sing'], "unknown command 'sing'"],
  ])('%j', async (args, message) => {
    const folder = temporary();
    write(folder, 'mine.json', mine);
    const out = ['run', 'repro', 'plan'].includes(args[0]) ? ['--out', 'out'] : [];
    const { code, stdout, stderr } = await mcover([...args, ...out], folder);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(fs.readdirSync(folder)).toEqual(['mine.json']);
  });

  test.runIf(process.platform === 'linux')('an output folder that cannot be made', async () => {
    const folder = temporary();
    write(folder, 'mine.json', mine);
    const args = ['run', 'mine.json', '--profile', 'smoke', '--out', '/proc/mcover'];
    const { code, stdout, stderr } = await mcover(args, folder);
    expect(stderr).toMatch(/cannot write \/proc\/mcover.*choose another folder with --out/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('an output folder that cannot be written', async () => {
    const folder = temporary();
    write(folder, 'mine.json', mine);
    const args = ['run', 'mine.json', '--profile', 'smoke', '--out', 'mine.json'];
    const { code, stdout, stderr } = await mcover(args, folder);
    expect(stderr).toMatch(/cannot (read the results in|write) .*mine\.json.*: .*/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(fs.readFileSync(path.join(folder, 'mine.json'), 'utf8')).toBe(mine);
  });
});
