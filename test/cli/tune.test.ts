import path from 'node:path';
import { expect, test } from 'vitest';
import { mcover, temporary, write } from './support.ts';

/** What "mcover tune" tells in a terminal. */

const perceptron = {
  id: 'e',
  model: 'perceptron',
  data: { name: 'teacher-student' },
  params: { N: 11, alpha: 1.5, M: 5, kernel: { kind: 'uniform' }, schedule: { step: 0.1, to: 0.1 } },
  methods: [{ method: 'vanilla' }],
  trials: 1,
  profiles: { smoke: {} },
};

const network = {
  ...perceptron,
  model: 'mlp',
  data: { name: 'hidden-manifold', D: 3, test: 20 },
  params: { widths: [6, 4, 10], P: 20, B: 10, epochs: 20, activation: 'relu', M: 2 },
};

const rule = { budget: { trials: 60 }, candidates: 3, most: 4, batch: 2, heldOut: 2 };

const callOf = (out: string, content: object) => {
  const file = write(out, 'e.json', JSON.stringify(content));
  return ['tune', file, '--profile', 'smoke', '--engine', 'reference', '--out', out];
};

async function tuned(content: object, out = temporary()) {
  const { code, stdout, stderr } = await mcover(callOf(out, content));
  return { code, stderr, lines: stdout.split('\n'), stdout };
}

test('entries of one method are told apart, long values cut, shares have intervals of shares', async () => {
  const free = { kernel: { free: true } };
  const space = [
    { method: 'mcover', params: { S: 1 }, parameters: free },
    { method: 'mcover', params: { S: 2 }, parameters: free },
    { method: 'vanilla', parameters: { sweeps: [1] } },
  ];
  const { code, lines, stdout, stderr } = await tuned({
    ...perceptron,
    tune: { ...rule, space, metric: 'solved' },
  });
  expect(code).toBe(0);
  for (const [place, S] of [1, 2].entries()) {
    const row = lines[1 + place];
    expect(row).toContain(`e           mcover S=${S}  kernel={"kind":"matrix","matrix":[[`);
    expect(row).toContain('…');
    expect(row.length).toBeLessThan(170);
    // Wilson's intervals have a width where all values are equal.
    expect(row).not.toMatch(/\[0\.0000, 0\.0000\]|\[1\.0000, 1\.0000\]/);
    expect(row).toMatch(/\[\d\.\d+, \d\.\d+\] \(2\)$/);
    expect(stderr).toMatch(
      new RegExp(`^e: mcover S=${S}: .*, over: "most" allows 4 trials of a candidate$`, 'm'),
    );
  }
  expect(lines[3]).toContain('one candidate, no race');
  expect(stdout).toContain('\nMetric: solved, higher is better.\n');
});

test('a winner that could not be trained is said to be none', async () => {
  const diverging = { method: 'sgd', parameters: { rate: [1e200, 1e201] } };
  const space = [diverging, { method: 'sgd', parameters: { rate: [1e202, 0.05] } }];
  const { lines, stdout } = await tuned({ ...network, tune: { ...rule, space, range: [0, 1] } });
  expect(lines[1]).toMatch(/^e +sgd \(1\) +none could be trained .* 1\.0000 \(2\)$/);
  expect(lines[2]).toMatch(/^e +sgd \(2\) +rate=0\.05 /);
  expect(stdout).toContain('\ne: sgd (1): training diverged in 10 trials, none could be trained.\n');
  expect(stdout).toContain(
    '\ne: sgd (2): training diverged in 4 trials, 0 of them of the best setting; each counts as the worst of the range.\n',
  );
});

test('equal values have no interval', async () => {
  const space = [{ method: 'sgd', parameters: { rate: [1e200, 1e201] } }];
  const content = { ...network, tune: { ...rule, space, range: [0, 1] } };
  const { stdout } = await mcover([...callOf(temporary(), content), '--json']);
  const [{ racing, heldOut }] = JSON.parse(stdout).races;
  expect([racing, heldOut]).toEqual([
    { n: 4, mean: 1 },
    { n: 2, mean: 1 },
  ]);
});

test('what was found is told where no report can be written', async () => {
  const out = temporary();
  write(out, 'report', 'a file');
  const space = [{ method: 'rsa', parameters: { gamma: [0.5, 1] } }];
  const content = { ...perceptron, tune: { ...rule, space } };
  const { code, lines, stderr } = await tuned(content, out);
  expect(code).toBe(2);
  expect(lines[1]).toMatch(/^e +rsa +gamma=/);
  expect(stderr).toContain(path.join(out, 'report'));
  const { stdout } = await mcover([...callOf(out, content), '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    races: [{ entry: 'rsa', method: 'rsa', over: true }],
    report: [],
  });
});

test('a long setting is cut in the table, and stands whole below it', async () => {
  const schedule = { 'schedule.from': [0.4, 0.35], 'schedule.to': [0.05], 'schedule.step': [0.05] };
  const space = [{ method: 'rsa', parameters: { gamma: [0.5], sweeps: [1], ...schedule } }];
  const { lines, stdout } = await tuned({ ...perceptron, tune: { ...rule, space } });
  const [, whole] = /^e: rsa: best setting (.*)$/m.exec(stdout)!;
  expect(whole).toMatch(
    /^gamma=0\.5 sweeps=1 schedule\.from=0\.\d+ schedule\.to=0\.05 schedule\.step=0\.05$/,
  );
  expect(lines[1]).toContain(`e           rsa     ${whole.slice(0, 60)}…  `);
});

test('a shard is refused with what divides a tuning instead, and no help offers what is refused', async () => {
  const space = [{ method: 'rsa', parameters: { gamma: [0.5, 1] } }];
  const out = temporary();
  const args = [...callOf(out, { ...perceptron, tune: { ...rule, space } }), '--shard', '1/2'];
  const { code, stderr } = await mcover(args);
  expect(code).toBe(2);
  expect(stderr).toContain('a queue divides it among machines');
  expect(stderr).not.toContain('mcover run');
  const help = async (study: string) => (await mcover([study, '--help'])).stdout.match(/--(shard|trials)\b/g);
  expect(await help('tune')).toBeNull();
  expect(await help('decide')).toEqual(expect.not.arrayContaining(['--shard']));
  const completion = (await mcover(['completion', 'bash'])).stdout;
  expect(completion).toMatch(/'run'\) words='.*--shard/);
  expect(completion).not.toMatch(/'tune'\) words='.*--shard/);
});
