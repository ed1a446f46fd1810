import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {
  journalLine,
  readSafetensors,
  sealRecord,
  type TensorData,
  type TrialRecord,
  writeSafetensors,
} from '@mcover/record';
import { beforeAll, describe, expect, test } from 'vitest';
import { journal, mcover, mine, parsed, temporary, turned, write } from './support.ts';

/** A network of one copy and of three covers, on drawn data. */
const networks = `{
  "id": "networks",
  "model": "mlp",
  "data": { "name": "hidden-manifold", "D": 4, "test": 50 },
  "params": { "widths": [8, 5, 10], "P": 30, "B": 10, "epochs": 3, "M": 3, "S": 2, "G": 2 },
  "methods": [{ "method": "sgd" }, { "method": "mcover" }],
  "trials": 2,
  "profiles": { "smoke": {} }
}
`;

let out: string;
let results: string;
let weights: string;

beforeAll(async () => {
  out = temporary();
  results = path.join(out, 'results', 'smoke');
  weights = path.join(results, 'weights');
  const files = [write(out, 'mine.json', mine), write(out, 'networks.json', networks)];
  const run = ['run', ...files, '--profile', 'smoke', '--out', out, '--save-weights', 'covers'];
  expect((await mcover(run)).code).toBe(0);
}, 60_000);

const records = (experiment: string) => parsed(journal(out, experiment)).records;
const fileOf = ({ id }: Pick<TrialRecord, 'id'>, folder = weights) => path.join(folder, `${id}.safetensors`);
const routed = (experiment: string) => records(experiment).find(({ spec }) => spec.method === 'mcover')!;

/** A copy of the folder of results, for something to be done to it. */
function copied(): string {
  const folder = path.join(temporary(), 'smoke');
  fs.cpSync(results, folder, { recursive: true });
  return folder;
}

interface Content {
  tensors: Record<string, TensorData>;
  metadata: Record<string, string>;
}

/** Changes a file of weights. */
function change(file: string, by: (content: Content) => Partial<Content>): void {
  const content = readSafetensors(fs.readFileSync(file));
  const { tensors, metadata } = { ...content, ...by(content) };
  fs.writeFileSync(file, writeSafetensors({ ...tensors }, { ...metadata }));
}

const withTensor =
  (name: string, by: (data: TensorData['data']) => TensorData['data']) => (content: Content) => ({
    tensors: {
      ...content.tensors,
      [name]: { ...content.tensors[name], data: by(content.tensors[name].data) },
    },
  });

describe('mcover weights', () => {
  test('keeps the weights of every trial, with what tells whose they are', () => {
    const all = [...records('mine'), ...records('networks')];
    expect(fs.readdirSync(weights).sort()).toEqual(all.map(({ id }) => `${id}.safetensors`).sort());
    const record = routed('networks');
    const { metadata, tensors } = readSafetensors(fs.readFileSync(fileOf(record)), { finite: true });
    expect(metadata).toMatchObject({ format: 'mcover', id: record.id });
    expect(JSON.parse(metadata.spec)).toEqual(record.spec);
    expect(Object.keys(tensors).sort()).toEqual([
      ...['covers.layers.0.bias', 'covers.layers.0.weight', 'covers.layers.1.bias', 'covers.layers.1.weight'],
      ...['layers.0.bias', 'layers.0.weight', 'layers.1.bias', 'layers.1.weight'],
    ]);
    // Singles stay singles; spins are bytes, and their sums doubles.
    expect(new Set(Object.values(tensors).map(({ data }) => data.constructor))).toEqual(
      new Set([Float32Array]),
    );
    const spins = readSafetensors(fs.readFileSync(fileOf(routed('mine')))).tensors;
    expect(spins['covers.weight'].data).toBeInstanceOf(Int8Array);
    expect(spins.weight.data).toBeInstanceOf(Float64Array);
  });

  test('makes those that are asked for, and no file twice', async () => {
    const folder = path.join(temporary(), 'kept');
    const some = [
      'weights',
      results,
      '--only',
      'mine',
      '--method',
      'mcover',
      '--trials',
      '1',
      '--out',
      folder,
    ];
    const { code, stdout } = await mcover(some);
    expect([code, stdout]).toEqual([0, `1 file of weights made in ${folder}\n`]);
    const [name] = fs.readdirSync(folder);
    const record = records('mine').find(({ id }) => name.startsWith(id))!;
    expect([record.spec.method, record.spec.seed.trial]).toEqual(['mcover', 1]);
    expect(Object.keys(readSafetensors(fs.readFileSync(path.join(folder, name))).tensors)).toEqual([
      'weight',
    ]);
    expect((await mcover(some)).stdout).toBe(`0 files of weights made in ${folder}, 1 there already\n`);
    const byId = ['weights', results, '--only', record.id.slice(0, 12), '--covers', '--out', folder];
    expect((await mcover(byId)).stdout).toBe(`1 file of weights made in ${folder}\n`);
    const tensors = readSafetensors(fs.readFileSync(path.join(folder, name))).tensors;
    expect(Object.keys(tensors).sort()).toEqual(['covers.weight', 'weight']);
  });

  test('keeps none of a trial whose result is not the recorded one', async () => {
    const folder = copied();
    fs.rmSync(path.join(folder, 'weights'), { recursive: true });
    const file = path.join(folder, 'mine.ndjson');
    const [{ experiment, spec, provenance, id }, ...others] = records('mine');
    const lines = [sealRecord(experiment, spec, { result: turned }, provenance), ...others];
    fs.writeFileSync(file, lines.map(journalLine).join(''));
    const { code, stdout, stderr } = await mcover(['weights', folder, '--only', 'mine']);
    expect(code).toBe(1);
    expect(stderr).toContain(`trial ${id.slice(0, 12)}: its result is not the recorded one`);
    expect(stdout).toContain('3 files of weights made');
    expect(fs.readdirSync(path.join(folder, 'weights'))).not.toContain(`${id}.safetensors`);
  });

  test.each([
    [['--only', 'other'], 'no experiment or trial "other"'],
    [['--method', 'adam'], 'no record of the method "adam"; methods: mcover, sgd, vanilla'],
    [['--trials', '7..9'], 'none of 8 records'],
    [['--trials', '3..1'], 'Allowed: a..b'],
  ])('refuses %j', async (options, message) => {
    const { code, stderr } = await mcover(['weights', results, ...options]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test('refuses a folder without records', async () => {
    const { code, stderr } = await mcover(['weights', temporary()]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('no records with a result')]);
  });
});

describe('mcover verify', () => {
  test('finds all good that nobody has changed, in words and in JSON', async () => {
    const { code, stdout } = await mcover(['verify', results]);
    expect(code).toBe(0);
    expect(stdout).toContain('8 files of weights: all good\n');
    const { ok, weights: found } = JSON.parse((await mcover(['verify', results, '--json'])).stdout);
    expect([ok, found.length]).toEqual([true, 8]);
  });

  test('names every file that is wrong, and why', async () => {
    const folder = path.join(copied(), 'weights');
    const file = (experiment: string, at = 0) =>
      fileOf(records(experiment).filter(({ spec }) => spec.method === 'mcover')[at], folder);
    const [spins, others] = [file('mine'), file('mine', 1)];
    change(
      spins,
      withTensor('weight', (data) => data.map((w) => -w)),
    );
    change(
      file('networks'),
      withTensor('layers.1.bias', (data) => data.map((w, i) => w + (i === 3 ? 9 : 0))),
    );
    change(
      others,
      withTensor('covers.weight', (data) => data.map((w, i) => (i === 2 ? -w : w))),
    );
    change(file('networks', 1), ({ metadata }) => {
      const spec = JSON.parse(metadata.spec);
      return { metadata: { ...metadata, spec: JSON.stringify({ ...spec, seed: { root: 1, trial: 9 } }) } };
    });
    const [sgd, again] = records('networks').filter(({ spec }) => spec.method === 'sgd');
    fs.truncateSync(fileOf(sgd, folder), 100);
    const renamed = fileOf({ id: 'f'.repeat(64) }, folder);
    fs.renameSync(fileOf(again, folder), renamed);
    const { code, stdout, stderr } = await mcover(['verify', path.dirname(folder)]);
    expect(code).toBe(1);
    const lines = stderr.trimEnd().split('\n').sort();
    expect(lines).toEqual(
      [
        `${spins}: its weights do not give what is recorded: `,
        `${spins}: "weight" is no sum or mean over the covers that are in it`,
        `${file('networks')}: its weights do not give what is recorded: `,
        `${file('networks')}: "layers.1.bias" is no sum or mean over the covers that are in it`,
        `${others}: "weight" is no sum or mean over the covers that are in it`,
        `${file('networks', 1)}: no file of weights: its id is not that of its specification`,
        `${fileOf(sgd, folder)}: no file of weights: the file is cut off`,
        `${renamed}: it is of trial ${again.id.slice(0, 12)}, not of the one of its name`,
      ]
        .sort()
        .map((line) => expect.stringContaining(line)),
    );
    expect(stdout).toContain(
      '8 files of weights: 6 with faults; remove a file that is damaged, and "mcover weights DIR" makes it again\n',
    );
  });

  test('names a file that is stale, and that is no fault', async () => {
    const folder = copied();
    const [kept, gone] = [0, 1].map((trial) =>
      records('mine').filter(({ spec }) => spec.seed.trial === trial),
    );
    fs.writeFileSync(path.join(folder, 'mine.ndjson'), kept.map(journalLine).join(''));
    const { code, stderr } = await mcover(['verify', folder]);
    expect(code).toBe(0);
    expect(stderr.match(/: stale: /g)).toHaveLength(2);
    expect(stderr).toContain(`${fileOf(gone[0], path.join(folder, 'weights'))}: stale: `);
  });
});

describe('mcover evaluate', () => {
  test('gives what is recorded, of every file', async () => {
    const all = [...records('mine'), ...records('networks')];
    const { code, stdout } = await mcover(['evaluate', ...all.map((record) => fileOf(record)), '--json']);
    expect(code).toBe(0);
    const found: { id: string; result: object }[] = JSON.parse(stdout);
    found.forEach(({ id, result }, i) => {
      const { epochs: _, ...recorded } = all[i].result!;
      expect([id, result]).toEqual([all[i].id, recorded]);
    });
    const shown = (await mcover(['evaluate', fileOf(all[0])])).stdout;
    expect(shown).toMatch(/^trial +model +method +data +generalizationError/);
  });

  test('refuses a file that is none, and steers no terminal', async () => {
    const file = path.join(temporary(), 'x\u001b[31m.safetensors');
    fs.writeFileSync(file, new Uint8Array(16).fill(255));
    const { code, stdout, stderr } = await mcover(['evaluate', file]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('a header of 18446744073709551615 bytes is over 100000000');
    expect(stderr).toMatch(/^\P{Cc}*\n$/u);
  });

  test('refuses data that are none, or not for this model', async () => {
    const unknown = await mcover(['evaluate', fileOf(routed('mine')), '--data', 'mnits']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('"mnits"')]);
  });
});

test('weights that were learnt from a file tell the classes of other rows', async () => {
  const own = temporary();
  const leaves = fs.readFileSync(new URL('../../examples/leaves.csv', import.meta.url), 'utf8');
  write(own, 'leaves.csv', leaves);
  const experiment = write(
    own,
    'leaves.json',
    `{
      "id": "leaves", "model": "mlp", "trials": 1, "profiles": { "smoke": {} },
      "data": { "train": "leaves.csv", "test": "leaves.csv", "label": "kind" },
      "params": { "widths": ["inputs", 8, "classes"], "B": 20, "epochs": 20, "P": 100 },
      "methods": [{ "method": "sgd" }]
    }`,
  );
  const run = ['run', experiment, '--profile', 'smoke', '--out', own, '--save-weights'];
  expect((await mcover(run)).code).toBe(0);
  const folder = path.join(own, 'results', 'smoke');
  const [{ id, result }] = parsed(journal(own, 'leaves')).records;
  const file = fileOf({ id }, path.join(folder, 'weights'));
  expect((await mcover(['verify', folder])).stdout).toContain('1 file of weights: all good');
  const evaluateFile = (data: string) => mcover(['evaluate', file, '--data', data, '--json']);
  const evaluate = (text: string) => evaluateFile(write(own, 'other.csv', text));
  // The rows of the test, under another name, scaled as the training rows were.
  const [{ result: same }] = JSON.parse((await evaluate(leaves)).stdout);
  expect(same).toEqual({ error: result!.testError, rows: 160 });
  // Rows of one class are no fault where nothing learns from them.
  const [head, ...rows] = leaves.trimEnd().split('\n');
  const errors = ['oak', 'maple'].map(async (kind) => {
    const some = [head, ...rows.filter((row) => row.endsWith(kind))].join('\n');
    const file = write(own, `${kind}.csv`, some);
    return JSON.parse((await evaluateFile(file)).stdout)[0].result;
  });
  const [oak, maple] = await Promise.all(errors);
  expect([oak.rows, maple.rows]).toEqual([80, 80]);
  expect((oak.error + maple.error) / 2).toBeCloseTo(same.error, 12);
  for (const [text, message] of [
    [leaves.replaceAll(/^[^,]*,/gm, ''), '3 inputs in a row, and 4 in the file of the trial'],
    [
      leaves.replaceAll(/^/gm, '0,').trimEnd().slice(0, -2),
      '5 inputs in a row, and 4 in the file of the trial',
    ],
    [leaves.replace('oak', 'elm'), '"elm" is no class of the trial, which knows maple, oak'],
    [leaves.replace('width', 'girth'), 'input 2 is "girth", and "width" in the file of the trial'],
    [leaves.replace('2.95', '=1+1'), '"=1+1" is not a number'],
  ]) {
    const { code, stderr } = await evaluate(text);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  }
}, 60_000);

test('weights of a model of one’s own are made, checked and evaluated as well', async () => {
  const [own, experiment] = [temporary(), new URL('../../examples/hopfield.json', import.meta.url).pathname];
  const folder = path.join(own, 'results', 'smoke');
  expect((await mcover(['run', experiment, '--profile', 'smoke', '--out', own])).code).toBe(0);
  expect((await mcover(['weights', folder, '--method', 'mcover', '--trials', '0', '--covers'])).code).toBe(0);
  const { code, stdout } = await mcover(['verify', folder]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('3 files of weights: all good')]);
  const [file] = fs.readdirSync(path.join(folder, 'weights'));
  const { code: fine, stdout: shown } = await mcover(['evaluate', path.join(folder, 'weights', file)]);
  expect([fine, shown]).toEqual([0, expect.stringContaining('overlap')]);
  // Elsewhere nothing tells what model that is.
  const away = path.join(temporary(), file);
  fs.copyFileSync(path.join(folder, 'weights', file), away);
  const lost = await mcover(['evaluate', away]);
  expect([lost.code, lost.stderr]).toEqual([2, expect.stringContaining('no description')]);
});

test('merge carries weights, before the records', async () => {
  const [shard, merged] = [temporary(), temporary()];
  fs.cpSync(path.join(out, 'results'), path.join(shard, 'results'), { recursive: true });
  expect((await mcover(['merge', shard, '--out', merged])).code).toBe(0);
  const folder = path.join(merged, 'results', 'smoke');
  expect(fs.readdirSync(path.join(folder, 'weights'))).toHaveLength(8);
  const { code, stdout } = await mcover(['verify', folder]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('8 files of weights: all good')]);
});

describe('mcover export-weights', () => {
  const hasNumPy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

  test('refuses to write over nothing, or without a format', async () => {
    const file = fileOf(routed('mine'));
    expect((await mcover(['export-weights', file])).code).toBe(2);
    const nowhere = await mcover(['export-weights', file, '--npz', '/dev/null/x.npz']);
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('cannot write')]);
  });

  // As docs/weights.md has it.
  const docs = fs.readFileSync(new URL('../../docs/weights.md', import.meta.url), 'utf8');
  const reader = /```python\n([\s\S]*?)```/.exec(docs)?.[1] ?? '';

  test.runIf(hasNumPy)(
    'writes what NumPy reads, and Python reads the file itself by the lines of the docs',
    async () => {
      const file = fileOf(routed('networks'));
      const npz = path.join(temporary(), 'w.npz');
      const { code, stdout } = await mcover(['export-weights', file, '--npz', npz]);
      expect([code, stdout]).toEqual([0, `8 tensors in ${npz}\n`]);
      const script = `${reader}
import sys
other = np.load(sys.argv[2])
assert sorted(other.files) == sorted(tensors), (other.files, list(tensors))
for name, tensor in tensors.items():
    assert tensor.dtype == other[name].dtype and tensor.shape == other[name].shape, name
    assert (tensor == other[name]).all(), name
print(json.dumps({name: [str(t.dtype), list(t.shape), t.astype(float).sum()] for name, t in tensors.items()}))
`.replace('open("FILE.safetensors", "rb")', 'open(__import__("sys").argv[1], "rb")');
      const python = spawnSync('python3', ['-c', script, file, npz], { encoding: 'utf8' });
      expect(python.stderr).toBe('');
      const read: Record<string, [string, number[], number]> = JSON.parse(python.stdout);
      const { tensors } = readSafetensors(fs.readFileSync(file));
      expect(Object.keys(read).sort()).toEqual(Object.keys(tensors).sort());
      for (const [name, [dtype, shape, sum]] of Object.entries(read)) {
        expect([dtype, shape]).toEqual(['float32', [...tensors[name].shape]]);
        expect(sum).toBeCloseTo(
          [...tensors[name].data].reduce((total, value) => total + value, 0),
          10,
        );
      }
    },
  );

  if (!hasNumPy)
    console.warn('skipped: there is no python3 with NumPy here, which reads weights in one test');
});
