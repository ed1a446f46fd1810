import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkout, turbo } from './copy.ts';

/** What turbo would take from its cache follows from hashes, and these from a dry run: nothing is run here. */

let copy: string;
let before: Map<string, string>;

const asked = ['build', 'check', 'lint', 'test', 'repro'];

async function hashes(env: NodeJS.ProcessEnv = {}): Promise<Map<string, string>> {
  const { stdout } = await turbo(copy, ['run', ...asked, '--dry=json'], env);
  const tasks = JSON.parse(stdout).tasks as { taskId: string; hash: string; command: string }[];
  const real = tasks.filter(({ command }) => command !== '<NONEXISTENT>');
  return new Map(real.map(({ taskId, hash }) => [taskId.replace('@mcover/', ''), hash]));
}

/** The tasks that another state of the checkout or the environment would run again. */
async function rerun(env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const after = await hashes(env);
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  return [...after].flatMap(([task, hash]) => (hash === before.get(task) ? [] : [task])).sort();
}

/** The same for a file that is changed and then put back. */
async function rerunAfter(name: string, text = '\n'): Promise<string[]> {
  const file = path.join(copy, name);
  const there = fs.existsSync(file);
  const original = there ? fs.readFileSync(file) : undefined;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.appendFileSync(file, text);
  try {
    return await rerun();
  } finally {
    if (original) fs.writeFileSync(file, original);
    else fs.rmSync(file);
  }
}

beforeAll(async () => {
  copy = checkout({ built: false });
  before = await hashes();
}, 60_000);

/** Tests that call the laws and wait for their build. Their package.json cannot say so: the laws depend on them. */
const lawful = ['wasm#test', 'gpu#test', 'blas#test'];

/** The builds and tests of a package and of all that depend on it, by what their package.json say. */
function downstream(name: string): string[] {
  const packages = fs.readdirSync(path.join(copy, 'packages')).map((one) => `packages/${one}`);
  const manifests = [...packages, 'benchmarks', 'test'].map((folder) =>
    JSON.parse(fs.readFileSync(path.join(copy, folder, 'package.json'), 'utf8')),
  );
  const found = new Set([`@mcover/${name}`]);
  for (const one of found) {
    for (const { name, dependencies, devDependencies } of manifests) {
      if ({ ...dependencies, ...devDependencies }[one]) found.add(name);
    }
  }
  const tasks = [...found].flatMap((one) =>
    ['build', 'test'].map((task) => `${one.replace('@mcover/', '')}#${task}`),
  );
  const all = new Set([...tasks, ...(found.has('@mcover/laws') ? lawful : [])]);
  return [...all].filter((task) => before.has(task));
}

/** What depends on every package. */
const whole = ['test#check', 'harness#repro'];

test('the same state is the same, and there is something to run', async () => {
  expect(await rerun()).toEqual([]);
  expect([...before.keys()]).toContain('harness#repro');
});

describe('the environment', () => {
  test.each(['MCOVER_PROFILE', 'MCOVER_OFFLINE', 'MCOVER_COMMIT'])(
    '%s is of the reproduction',
    async (name) => {
      expect(await rerun({ [name]: 'other' })).toEqual(['harness#repro']);
    },
  );

  test('the folder of the data sets is of the reproduction and of all tests', async () => {
    const tests = [...before.keys()].filter((task) => task.endsWith('#test'));
    expect(tests.length).toBeGreaterThan(5);
    expect(await rerun({ MCOVER_DATA_DIR: 'other' })).toEqual(['harness#repro', ...tests].sort());
  });

  test('nothing else matters', async () => {
    expect(await rerun({ EDITOR: 'other', HOME: '/', MCOVER_DEBUG: '1' })).toEqual([]);
  });
});

describe('a changed source runs again what is made of it', () => {
  test.each([
    ['kernels', 'core', 'src/cover/kernel.ts'],
    ['WebAssembly', 'wasm', 'assembly/perceptron/sweep.ts'],
    ['a model', 'models', 'src/perceptron.ts'],
    ['tables', 'report', 'src/tables/table.ts'],
  ])('%s', async (_, name, file) => {
    const tasks = [...downstream(name), `${name}#lint`, ...whole];
    expect(await rerunAfter(`packages/${name}/${file}`)).toEqual(tasks.sort());
  });
});

test.each([
  'packages/core/dist/index.d.ts',
  'packages/wasm/src/kernels.ts',
  'test/coverage/packages/known/dist/known.d.ts',
])('what a build made does not run it again: %s', async (name) => {
  expect(await rerunAfter(name)).toEqual([]);
});

test('nothing under version control is what a build makes: a cached one would put the old text back', () => {
  const { outputs } = JSON.parse(fs.readFileSync(path.join(copy, 'turbo.json'), 'utf8')).tasks.build;
  const made = outputs.map((output: string) => `:(glob)packages/*/${output}`);
  expect(execFileSync('git', ['ls-files', ...made], { cwd: copy, encoding: 'utf8' })).toBe('');
});

describe('a changed file runs again what reads it', () => {
  test.each<[string, string[]]>([
    [
      'experiments/fig5-covers.json',
      ['harness#repro', 'harness#test', 'report#test', 'test#test', 'test#lint'],
    ],
    ['packages/core/test/kernel.test.ts', ['core#test', 'core#lint', 'test#check']],
    ['README.md', ['test#test']],
    ['results/reference/smoke/fig5-covers.ndjson', ['test#test']],
    ['results/studies/load.ndjson.gz', ['test#test']],
    ['studies/load.json', ['test#test', 'test#lint']],
    ['data/mnist/t10k-images-idx3-ubyte.gz', ['harness#repro']],
    ['results/smoke/turbo-key', ['harness#repro']],
    ['results/smoke/fig5-covers.ndjson', []],
    ['report/smoke/REPORT.md', []],
  ])('%s', async (file, tasks) => {
    expect(await rerunAfter(file)).toEqual(tasks.sort());
  });
});
