import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { essence, journal, mcover, parsed, temporary, write } from './support.ts';

/** Small experiments on images, line by line, so that a test can point at one of them. */
const committee = `{
  "id": "votes",
  "model": "committee",
  "data": { "name": "fashion-mnist" },
  "params": {
    "N": 784, "P": 50,
    "classes": [3, 4],
    "epochs": 2
  },
  "methods": [{ "method": "sgd" }],
  "trials": 1,
  "profiles": { "smoke": {} }
}
`;
const mlp = `{
  "id": "votes",
  "model": "mlp",
  "data": { "name": "mnist" },
  "params": {
    "widths": [784, 8, 10],
    "P": 50, "M": 2, "G": 4,
    "epochs": 2
  },
  "methods": [{ "method": "mcover" }],
  "trials": 1,
  "profiles": { "smoke": {} }
}
`;

const models = [
  {
    model: 'committee',
    text: committee,
    set: 'fashion-mnist',
    bytes: 26421880,
    standIn: { name: 'hidden-manifold', D: 50, test: 2000, insteadOf: 'fashion-mnist' },
  },
  {
    model: 'mlp',
    text: mlp,
    set: 'mnist',
    bytes: 9912422,
    standIn: { name: 'hidden-manifold', D: 100, test: 10_000, insteadOf: 'mnist' },
  },
];

/** Runs a command on an experiment file, with a folder of data; `out` is where results would go. */
async function attempt(command: string, text: string, data: string, ...options: string[]) {
  const folder = temporary();
  write(folder, 'votes.json', text);
  const args = [command, 'votes.json', '--profile', 'smoke', '--out', 'out', ...options];
  const ended = await mcover(args, folder, { MCOVER_DATA_DIR: data });
  const out = path.join(folder, 'out');
  return { ...ended, out, written: fs.existsSync(out) };
}

const read = (out: string) => parsed(journal(out, 'votes')).records;

const images = 'train-images-idx3-ubyte.gz';

describe.each(models)('a data set that is missing: $set', ({ text, set, standIn }) => {
  test('is told once, and its stand-in is in the records', async () => {
    const data = temporary();
    const planned = await attempt('plan', text, data);
    expect(planned).toMatchObject({ code: 0, written: false });
    expect(planned.stderr.trim().split('\n')).toEqual([
      expect.stringMatching(
        new RegExp(
          `^SYNTHETIC DATA: the data set ${set} is not in .*"mcover data fetch ${set}".*--require-data`,
        ),
      ),
    ]);
    const ran = await attempt('run', text, data, '--trials', '2');
    expect(ran.code).toBe(0);
    expect(ran.stderr.match(/SYNTHETIC/g)).toHaveLength(1);
    expect(read(ran.out).map(({ spec }) => spec.data)).toEqual([standIn, standIn]);
    const report = fs.readFileSync(path.join(ran.out, 'report/smoke/REPORT.md'), 'utf8');
    expect(report).toContain('\n## SYNTHETIC data: votes\n');
    expect(report).toContain('| SYNTHETIC hidden-manifold |');
  });

  test.each(['plan', 'run'])('with --require-data is a wrong input: %s', async (command) => {
    const ended = await attempt(command, text, temporary(), '--require-data');
    expect(ended).toMatchObject({ code: 2, stdout: '', written: false });
    expect(ended.stderr).toMatch(new RegExp(`^the data set ${set} is not in .*"mcover data fetch ${set}"`));
  });
});

describe.each(models)('damaged data: $set', ({ text, set, bytes }) => {
  const half = 'half';
  const whole = Buffer.alloc(bytes);
  test.each([
    ['plan', 'truncated', half, `truncated: 4 of ${bytes}`],
    ['run', 'truncated', half, `truncated: 4 of ${bytes}`],
    ['run', 'other bytes', whole, 'wrong checksum: SHA-256 [0-9a-f]{64} instead of [0-9a-f]{64}'],
  ])('are a wrong input: %s, %s', async (command, _, content, fault) => {
    const data = temporary();
    fs.mkdirSync(path.join(data, set));
    fs.writeFileSync(path.join(data, set, images), content);
    const ended = await attempt(command, text, data);
    expect(ended).toMatchObject({ code: 2, stdout: '', written: false });
    expect(ended.stderr).toMatch(
      new RegExp(
        `^data set ${set}: damaged: .*train-images.*: ${fault}.*; "mcover data fetch ${set}" downloads it`,
      ),
    );
  });
});

describe('a fault is told with its place, whether the data are there or not', () => {
  test.concurrent.each([
    [
      'committee',
      'P',
      '"P": 50',
      '"P": 12001',
      '6:15: /params/P: 12001 training images, but classes 3 and 4',
    ],
    [
      'committee',
      'a class',
      '[3, 4]',
      '[3, 10]',
      '7:20: /params/classes/1: no images of class 10; classes: 0, ',
    ],
    [
      'committee',
      'one class',
      '[3, 4]',
      '[3, 3]',
      '7:5: /params/classes: [3, 3] are not two different classes',
    ],
    ['committee', 'N', '784', '783', '6:5: /params/N: 783 inputs, but an image has 28 × 28 = 784 pixels'],
    [
      'committee',
      'data',
      '"fashion-mnist"',
      '"emnist"',
      '4:13: /data/name: "emnist" must be one of "fashion-m',
    ],
    ['mlp', 'P', '"P": 50', '"P": 60001', '7:5: /params/P: 60001 training images; there are 60000'],
    [
      'mlp',
      'inputs',
      '784',
      '783',
      '6:16: /params/widths/0: 783 inputs, but an image has 28 × 28 = 784 pixels',
    ],
    ['mlp', 'logits', '8, 10', '8, 9', '6:24: /params/widths/2: 9 logits; 10 classes need as many'],
    ['mlp', 'blocks', '"G": 4', '"G": 9', '7:22: /params/G: 9 blocks of 8 inputs; take at most 8'],
    ['mlp', 'data', '"mnist"', '"emnist"', '4:13: /data/name: "emnist" must be one of "fashion-mnist", "mn'],
  ])('%s: %s', async (model, _, before, after, message) => {
    const { text } = models.find((one) => one.model === model)!;
    expect(text).toContain(before);
    const ended = await attempt('run', text.replace(before, after), temporary());
    expect(ended).toMatchObject({ code: 2, stdout: '', written: false });
    expect(ended.stderr).toContain(`votes.json:${message}`);
  });
});

const here = process.env.MCOVER_DATA_DIR ?? '';

const reference = fileURLToPath(new URL('../../results/reference/smoke', import.meta.url));

describe.each(models)('Table 3 of the $model', ({ model, set, standIn }) => {
  const id = `table3-${model}`;
  const known = new Map(essence(path.join(reference, `${id}.ndjson`)).map((record) => [record.id, record]));
  test.for([
    ['generated patterns', '2', temporary, false],
    ['images', '1', () => here, !fs.existsSync(path.join(here, set, images))],
  ] as const)(
    'on %s is that of the reference, whatever the threads (%s), and verified',
    async ([, workers, dataOf, missing], { skip }) => {
      skip(missing);
      const data = dataOf();
      const out = temporary();
      const args = ['repro', '--profile', 'smoke', '--only', id, '--trials', '1', '--workers', workers];
      const ended = await mcover([...args, '--out', out], out, { MCOVER_DATA_DIR: data });
      expect(ended.code).toBe(0);
      const records = essence(journal(out, id));
      expect(records).toHaveLength(5);
      expect(records).toEqual(records.map((record) => known.get(record.id)));
      const { code, stderr } = await mcover(['verify', path.dirname(journal(out, id))]);
      // Nothing is wrong but what was left out: the other experiments, and trials of this one.
      const faults = stderr.trimEnd().split('\n');
      expect(faults.filter((fault) => !/(are|is) missing/.test(fault))).toEqual([]);
      expect(code).toBe(1);
      const kind = data === here ? { name: set, sha256: expect.any(String) } : standIn;
      for (const { spec } of records) {
        expect(spec).toMatchObject({ data: kind, arithmetic: 'f32' });
      }
    },
  );
});
