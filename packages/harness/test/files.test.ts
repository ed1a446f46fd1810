import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type FilesRequest, type OwnData, readData, taskOn } from '@mcover/harness';
import { builtIn } from '@mcover/models';
import { zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, it } from 'vitest';
import { parquetInThread } from '../dist/data/files/parquet-thread.js';
import { packed } from './data-support.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mcover-files-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Writes a file and gives its name. */
function file(name: string, content: string | Uint8Array): string {
  fs.writeFileSync(path.join(folder, name), content);
  return name;
}

const read = (request: Partial<FilesRequest>) =>
  readData({ train: '', test: { share: 0.25 }, ...request }, folder);

/** The message of what a reading throws, which has to be a wrong input. */
async function faultOf(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'UsageError' });
  const { message } = error as Error;
  // In one line, without what steers a terminal.
  expect(message).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
  return message;
}

/** Rows, columns, classes and labels, as plain values. */
function plain({ table: { train }, columns, classes }: OwnData) {
  const { N, P, x, labels } = train;
  const rows = Array.from({ length: P }, (_, row) => [...x.subarray(row * N, (row + 1) * N)]);
  return { rows, columns, classes, labels: [...labels] };
}

/** What every format is to give. */
const wanted = {
  rows: [
    [1, 2.5],
    [3, -4],
    [5, 0.125],
    [7, 8],
  ],
  classes: ['0', '1'],
  labels: [0, 1, 1, 0],
};

/** An npy file of a header and of bytes. */
function npy(header: string, values: ArrayBufferView): Uint8Array {
  const text = new TextEncoder().encode(`${header}\n`);
  const size = Buffer.from([text.length & 255, text.length >> 8]);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY\x01\x00', 'latin1'), size, text, bytes]);
}

const header = (descr: string, shape: string, order = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
const inputs = npy(header('<f8', '(4, 2)'), Float64Array.from(wanted.rows.flat()));
const labels = npy(header('<i8', '(4,)'), BigInt64Array.from(wanted.labels, BigInt));
const joined = npy(
  header('<f4', '(4, 3)'),
  Float32Array.from(wanted.rows.flatMap(([a, b], row) => [a, wanted.labels[row], b])),
);

const parquet = (columns: Record<string, unknown[]>, codec?: 'SNAPPY' | 'UNCOMPRESSED') =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: Object.entries(columns).map(([name, data]) => ({ name, data })),
      ...(codec && { codec }),
    } as Parameters<typeof parquetWriteBuffer>[0]),
  );

describe('the same rows in every format', () => {
  it.each<[string, string | Uint8Array, FilesRequest['label'], string[]]>([
    ['a.csv', 'a,y,b\n1,0,2.5\n3,1,-4\n5,1,0.125\n7,0,8\n', 'y', ['a', 'b']],
    ['crlf.csv', 'a,b,y\r\n1,2.5,0\r\n3,-4,1\r\n5,.125,1\r\n7,8,0', 'y', ['a', 'b']],
    ['semicolons.csv', '\ufeffa;"b";y\n1;2.5;0\n\n3;-4;"1"\n5;1.25e-1;1\n7;"8";0\n\n', 2, ['a', 'b']],
    [
      'quoted.csv',
      '"a";"b, in "" units, cm";y\n1;2.5;0\n3;-4;1\n5;.125;1\n7;8;0\n',
      'y',
      ['a', 'b, in " units, cm'],
    ],
    ['mixed.csv', 'a,b,y\n1,2.5,0\r\n3,-4,1\r\n5,0.125,1\n7,8,0\r\n', 'y', ['a', 'b']],
    ['old.csv', 'y\ta\tb\r0\t1\t2.5\r1\t3\t-4\r1\t5\t0.125\r0\t7\t8\r', 'y', ['a', 'b']],
    ['column.npy', joined, 1, ['0', '2']],
    ['two.npz', zipSync({ 'x.npy': inputs, 'y.npy': labels }), 'y', ['0', '1']],
    ['stored.npz', zipSync({ 'x.npy': inputs, 'y.npy': labels }, { level: 0 }), 'y', ['0', '1']],
    ['rows.parquet', parquet({ a: [1, 3, 5, 7], y: [0, 1, 1, 0], b: [2.5, -4, 0.125, 8] }), 'y', ['a', 'b']],
    [
      'plain.parquet',
      parquet({ a: [1, 3, 5, 7], y: ['0', '1', '1', '0'], b: [2.5, -4, 0.125, 8] }, 'UNCOMPRESSED'),
      'y',
      ['a', 'b'],
    ],
  ])('%s', async (name, content, label, columns) => {
    const own = await read({ train: file(name, content), ...(label !== undefined && { label }) });
    expect(plain(own)).toEqual({ ...wanted, columns });
    expect(own.source).toMatchObject({ name: 'files', columns: 2, rows: [2, 2], share: 0.25 });
    expect(own.source.trainFile).toMatch(/^[0-9a-f]{64}$/);
  });

  it('inputs and labels apart', async () => {
    const own = await read({ train: { inputs: file('x.npy', inputs), labels: file('y.npy', labels) } });
    expect(plain(own)).toEqual({ ...wanted, columns: ['0', '1'] });
    const sum = (name: string) =>
      execFileSync('sha256sum', [path.join(folder, name)], { encoding: 'utf8' }).split(' ')[0];
    expect([own.source.trainFile, own.source.trainLabels]).toEqual([sum('x.npy'), sum('y.npy')]);
  });

  it('IDX images, packed or not', async () => {
    const images = packed(0x803, [2, 2, 3], [0, 50, 100, 150, 200, 250, 1, 2, 3, 4, 5, 6]);
    const names = {
      inputs: file('images.gz', images),
      labels: file('labels.gz', packed(0x801, [2], [7, 3])),
    };
    expect(plain(await read({ train: names }))).toEqual({
      rows: [
        [0, 50, 100, 150, 200, 250],
        [1, 2, 3, 4, 5, 6],
      ],
      columns: ['0', '1', '2', '3', '4', '5'],
      classes: ['3', '7'],
      labels: [1, 0],
    });
  });

  const python = spawnSync('python3', ['-c', 'import numpy']).status === 0;
  if (!python) console.warn('SKIPPED: python3 with numpy is not here; no file of NumPy itself is read');
  it.skipIf(!python)('as NumPy writes them', async () => {
    const types = ['bool', 'u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f4', 'f8'];
    execFileSync('python3', [
      '-c',
      `import numpy as n, sys
x = n.array([[1, 0], [1, 1], [0, 1], [1, 0]]); y = n.array([0, 1, 1, 0])
for t in sys.argv[2:]:
  n.save(sys.argv[1] + '/x-' + t, x.astype(t)); n.save(sys.argv[1] + '/y-' + t, y.astype(t))
n.savez(sys.argv[1] + '/np', x=x, y=y); n.savez_compressed(sys.argv[1] + '/npc', x=x, y=y)`,
      folder,
      ...types,
    ]);
    const rows = [
      [1, 0],
      [1, 1],
      [0, 1],
      [1, 0],
    ];
    for (const type of types) {
      const own = plain(await read({ train: { inputs: `x-${type}.npy`, labels: `y-${type}.npy` } }));
      expect([type, own.rows, own.labels]).toEqual([type, rows, wanted.labels]);
    }
    for (const train of ['np.npz', 'npc.npz'])
      expect(plain(await read({ train, label: 'y' }))).toMatchObject({ rows, labels: wanted.labels });
  });

  it('CSV whose rows and characters lie across the bytes that are read at a time', async () => {
    const cells = Array.from({ length: 60_000 }, (_, i) => [i / 8, `"Ωé, ${'ü'.repeat(i % 40)}${i % 3}"`]);
    const text = `n,"a class"\r\n${cells.map((row) => row.join(',')).join('\r\n')}`;
    expect(Buffer.byteLength(text)).toBeGreaterThan(2 ** 21);
    const own = await read({ train: file('long.csv', text), label: 'a class' });
    const { rows, labels, classes } = plain(own);
    expect(rows).toEqual(cells.map(([value]) => [value]));
    expect(labels.map((label) => `"${classes[label]}"`)).toEqual(cells.map(([, label]) => label));
  });
});

describe('classes', () => {
  const classesOf = async (...texts: string[]) =>
    (
      await read({
        train: file('c.csv', `x,y\n${texts.map((text, i) => `${i},${text}\n`).join('')}`),
        label: 'y',
      })
    ).classes;

  it('are in the order of numbers, or of their characters', async () => {
    expect(await classesOf('10', '9', '-1', '9')).toEqual(['-1', '9', '10']);
    expect(await classesOf('yes', 'no', '10')).toEqual(['10', 'no', 'yes']);
    expect(await classesOf('=1+1', '@SUM(A1)')).toEqual(['=1+1', '@SUM(A1)']);
  });

  it('of a test of its own are those of the training rows', async () => {
    const train = file('train.csv', 'a,b,y\n1,2,no\n3,4,yes\n5,6,no\n');
    const test = file('test.csv', 'a,b,y\n1,2,yes\n');
    const own = await read({ train, test, label: 'y' });
    expect(own.source).toMatchObject({ rows: [2, 1], testRows: [0, 1] });
    expect([...own.table.test!.labels]).toEqual([1]);
    expect(own.files.map(({ file }) => path.basename(file))).toEqual([train, test]);
  });
});

describe('a wrong file is told', () => {
  const good = 'a,b,y\n1,2,no\n3,4,yes\n';
  const csv = (text: string) => () => read({ train: file('bad.csv', text), label: 'y' });
  const against = (text: string) => () =>
    read({ train: file('good.csv', good), test: file('bad.csv', text), label: 'y' });
  const array = (name: string, content: Uint8Array, label?: string | number) => () =>
    read({ train: file(name, content), ...(label !== undefined && { label }) });
  const pair = (x: Uint8Array, y: Uint8Array) => () =>
    read({ train: { inputs: file('bad-x.npy', x), labels: file('bad-y.npy', y) } });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['nothing there', () => read({ train: 'none.csv' }), /none\.csv: cannot be read: ENOENT/],
    ['a folder', () => read({ train: '.' }), /: is a folder; name a file of rows/],
    ['a device', () => read({ train: '/dev/zero' }), /\/dev\/zero: is a pipe or a device; name a file/],
    ['a path with a zero', () => read({ train: 'a\0b' }), /cannot be read: /],
    ['an empty file', csv(''), /bad\.csv: is empty; a file of rows is expected/],
    ['a header alone', csv('a,b,y\n'), /bad\.csv: has no rows below its first line/],
    ['a label that is not there', csv('a,b\n1,2\n'), /no column "y" of labels; columns: "a", "b"/],
    [
      'a place that is not there',
      () => read({ train: file('g.csv', good), label: 3 }),
      /no column 3 \(from 0\)/,
    ],
    [
      'no label',
      () => read({ train: file('g.csv', good) }),
      /"label" is missing: name the column.*"a", "b", "y"/,
    ],
    ['the label twice', csv('y,y\n1,2\n'), /two columns are called "y"; give them different names/],
    ['labels alone', csv('y\nno\nyes\n'), /has no column of inputs beside the labels/],
    [
      'a missing value',
      csv('a,b,y\n1,2,no\n3, ,yes\n'),
      /bad\.csv: line 3, column "b": the value is missing; fill/,
    ],
    ['a missing label', csv('a,b,y\n1,2,no\n3,4,\n'), /line 3, column "y": the label is missing; fill/],
    [
      'a word',
      csv('a,b,y\n1,2,no\n3,red,yes\n'),
      /line 3, column "b": "red" is not a number; take the column out/,
    ],
    [
      'a decimal comma',
      csv('a;b;y\n1;2,5;no\n3;4;yes\n'),
      /line 2, column "b": "2,5" is not a number; write decimals with a point/,
    ],
    ['a formula', csv('a,b,y\n1,=1+1,no\n3,4,yes\n'), /line 2, column "b": "=1\+1" is not a number/],
    ['NaN', csv('a,b,y\n1,NaN,no\n3,4,yes\n'), /line 2, column "b": "NaN" is not a number/],
    ['infinity', csv('a,b,y\n1,-Infinity,no\n'), /"-Infinity" is not finite in single precision/],
    [
      'too large a number',
      csv('a,b,y\n1,1e39,no\n'),
      /"1e39" is not finite in single precision; numbers go up/,
    ],
    ['a short row', csv('a,b,y\n1,2,no\n3,yes\n'), /line 3: 2 cells instead of 3, as the first line has/],
    ['a long row', csv('a,b,y\n1,2,no\n\n3,4,yes,\n'), /line 4: 4 cells instead of 3/],
    ['a line after one of two', csv('a,b,y\n1,2,"n\no"\n3,x,yes\n'), /line 4, column "b": "x" is not/],
    ['one class', csv('a,b,y\n1,2,no\n3,4,no\n'), /bad\.csv: all labels are "no"; two classes at least/],
    [
      'many classes',
      csv(`a,y\n${Array.from({ length: 300 }, (_, i) => `1,${i}\n`).join('')}`),
      /more than 256 diff/,
    ],
    [
      'a stray quote',
      csv('a,b,y\n1,2,no\n3,"4"4,yes\n5,6,no\n'),
      /line 3: .*; write a quote within quotes twice/,
    ],
    ['an open quote', csv('a,b,y\n1,2,no\n3,"4,yes\n5,6,no\n'), /line 3: Quoted field unterminated/],
    [
      'an endless quote',
      csv(`a,b,y\n1,2,no\n3,"${'4'.repeat(2 ** 24)}`),
      /line 3: a row of over .*never closed\?/,
    ],
    [
      'other text than UTF-8',
      () => array('bad.csv', Buffer.from('a,y\n1,\xe9\n', 'latin1'), 'y')(),
      /is not UTF-8/,
    ],
    [
      'what steers a terminal',
      csv('a,y\n\u001b[2J\u202e,no\n'),
      /column "a": "\\u001b\[2J\\u202e" is not a number/,
    ],
    [
      'fewer columns in the test',
      against('a,y\n1,no\n'),
      /bad\.csv: 1 inputs in a row, but .*good\.csv has 2/,
    ],
    [
      'other columns in the test',
      against('b,a,y\n1,2,no\n'),
      /input 1 is "b" where .*good\.csv has "a"; give both/,
    ],
    [
      'other classes in the test',
      against('a,b,y\n1,2,si\n'),
      /"si" is no class of .*good\.csv, which has "no", "yes"/,
    ],
    ['no label in the test', against('a,b,c\n1,2,no\n'), /bad\.csv: no column "y" of labels/],
    ['half an npy', array('bad.npy', joined.subarray(0, -2), 1), /bad\.npy: truncated: \d+ of \d+ bytes/],
    ['the start of an npy', array('bad.npy', joined.subarray(0, 9), 1), /bad\.npy: truncated: 9 of 12 bytes/],
    [
      'a longer npy',
      array('bad.npy', Buffer.concat([joined, Buffer.alloc(4)]), 1),
      /4 bytes too many after 4 × 3/,
    ],
    [
      'Fortran order',
      array('bad.npy', npy(header('<f4', '(4, 3)', 'True'), new Float32Array(12)), 1),
      /ascontiguousarray/,
    ],
    [
      'objects',
      array('bad.npy', npy(header('|O', '(4, 3)'), new Float32Array(12)), 1),
      /type "\|O"; save array\.astype/,
    ],
    [
      'big-endian',
      array('bad.npy', npy(header('>f4', '(4, 3)'), new Float32Array(12)), 1),
      /type ">f4"; save array/,
    ],
    [
      'a strange header',
      array('bad.npy', npy('{}', new Float32Array(1)), 1),
      /a header that is not understood: "\{\}"/,
    ],
    ['a name in an npy', array('bad.npy', joined, 'y'), /no column "y" of labels; columns: "0", "1", "2"/],
    [
      'NaN in an npy',
      array('bad.npy', npy(header('<f4', '(1, 2)'), Float32Array.of(NaN, 1)), 1),
      /row 1, column 0: NaN is/,
    ],
    [
      'three dimensions',
      array('bad.npy', npy(header('<f4', '(1, 1, 2)'), new Float32Array(2)), 1),
      /shape 1 × 1 × 2/,
    ],
    [
      'fewer labels',
      pair(inputs, npy(header('<i4', '(3,)'), new Int32Array(3))),
      /4 rows of inputs, but labels of the shape 3/,
    ],
    [
      'an npy of no rows and many columns',
      array('bad.npy', npy(header('<f4', '(0, 1000000000000)'), new Float32Array(0)), 1),
      /bad\.npy: has the shape 0 × 1000000000000: no numbers/,
    ],
    [
      'no rows beside no labels',
      pair(
        npy(header('<f4', '(0, 1000000000000)'), new Float32Array(0)),
        npy(header('<i4', '(0,)'), new Int32Array(0)),
      ),
      /bad-x\.npy: has the shape 0 × 1000000000000: no numbers/,
    ],
    [
      'an npy of a shape that no number holds',
      array('bad.npy', npy(header('<f4', `(0, ${'9'.repeat(400)})`), new Float32Array(0)), 1),
      /bad\.npy: a shape of more entries than can be counted/,
    ],
    [
      'an npy of a thousand dimensions',
      array('bad.npy', npy(header('<f4', `(${'1, '.repeat(1000)})`), new Float32Array(1)), 1),
      /bad\.npy: a shape of 1000 dimensions; NumPy has 64 at most/,
    ],
    ['flat inputs', pair(labels, labels), /the inputs have the shape 4; P × N is expected/],
    [
      'labels NaN',
      pair(inputs, npy(header('<f4', '(4,)'), Float32Array.of(1, NaN, 0, 1))),
      /row 2: the label is missing/,
    ],
    [
      'text as an array',
      () => pair(Buffer.from(good), labels)(),
      /is CSV; inputs and labels apart are npy or IDX/,
    ],
    [
      'no array of that name',
      array('bad.npz', zipSync({ 'x.npy': inputs, 'z.npy': labels }), 'y'),
      /no array "y".*"x", "z"/,
    ],
    [
      'three arrays',
      array('bad.npz', zipSync({ 'x.npy': inputs, 'y.npy': labels, 'z.npy': labels }), 'y'),
      /save two/,
    ],
    [
      'half an npz',
      array('bad.npz', zipSync({ 'x.npy': inputs }).subarray(0, 60), 'y'),
      /is no npz file that can be unp/,
    ],
    [
      'half a Parquet',
      array('bad.parquet', parquet({ a: [1, 2], y: [0, 1] }).subarray(0, 50), 'y'),
      /is no Parquet file/,
    ],
    [
      'a null in Parquet',
      array('bad.parquet', parquet({ a: [1, null], y: [0, 1] }), 'y'),
      /column "a", row 2: the value is/,
    ],
    [
      'a word in Parquet',
      array('bad.parquet', parquet({ a: ['x', 'z'], y: [0, 1] }), 'y'),
      /column "a", row 1: "x" is not a/,
    ],
    [
      'a null label in Parquet',
      array('bad.parquet', parquet({ a: [1, 2], y: ['n', null] }), 'y'),
      /row 2: the label is miss/,
    ],
    [
      'IDX without labels',
      array('bad.idx', Buffer.from([0, 0, 8, 3, 0, 0, 0, 1]), 'y'),
      /labels lie in another one; name two/,
    ],
    [
      'half an IDX',
      () => pair(packed(0x803, [4, 1, 1], [1]), labels)(),
      /truncated: 1 of 4 bytes \(4 × 1 × 1 images\)/,
    ],
    [
      'a gzip of text',
      () => pair(gzipSync(good), labels)(),
      /holds no IDX file; other files are read unpacked/,
    ],
    ['half a gzip', () => pair(gzipSync(Buffer.alloc(999)).subarray(0, 20), labels)(), /corrupt gzip: /],
    [
      'a wrong request',
      () => read({ train: 'a.csv', test: { share: 1 } }),
      /^data\/test\/share: 1 must be < 1/,
    ],
  ])('%s', async (_, reading, message) => {
    expect(await faultOf(reading())).toMatch(message);
  });

  it('a pipe is not waited for', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await faultOf(read({ train: 'pipe', label: 'y' }))).toMatch(/is a pipe or a device/);
  });

  it('a link is followed, as the caller named it', async () => {
    fs.symlinkSync(file('target.csv', good), path.join(folder, 'link.csv'));
    expect((await read({ train: 'link.csv', label: 'y' })).source.rows).toEqual([1, 1]);
  });
});

describe('a model takes', () => {
  const seed = { root: 1, trial: 0 };
  const own = (text: string) => read({ train: file('taken.csv', text), label: 'y' });
  const rows = Array.from(
    { length: 20 },
    (_, i) => `${i % 7},${(i * i) % 5},${i % 3 === 0 ? 'no' : 'yes'}\n`,
  );
  const good = `a,b,y\n${rows.join('')}`;

  it.each([
    ['mlp', { widths: ['inputs', 4, 'classes'] }, { widths: [2, 4, 2], P: 15 }, 'standardised'],
    ['mlp', {}, { widths: [2, 512, 512, 2] }, 'standardised'],
    ['committee', { K: 3 }, { N: 2, P: 15, classes: [1, 0] }, 'binarised'],
    ['binary-committee', { K: 3, P: 9 }, { N: 2, P: 9 }, 'binarised'],
    ['perceptron-patterns', { classes: [0, 1] }, { N: 2, P: 15, classes: [0, 1] }, 'binarised'],
  ])('sizes and scaling from the files: %s %j', async (name, given, params, inputs) => {
    const taken = taskOn(builtIn.model(name), given, await own(good), { seed });
    expect(taken).toMatchObject({ params, data: { inputs }, task: { scaling: { inputs } } });
  });

  it.each([
    ['perceptron', {}, good, /^the model perceptron does not learn from files; perceptron-patterns, /],
    [
      'committee',
      { inputs: 'standardised' },
      good,
      /does not take "standardised" inputs; .*"binarised" or "raw"/,
    ],
    ['committee', { inputs: 'raw' }, good, /^data: input 1 of row 1 is 0; the model takes ±1/],
    [
      'committee',
      {},
      'a,y\n1,b\n2,c\n3,d\n',
      /^classes: missing: the files have 3 classes; name two of their places/,
    ],
    [
      'mlp',
      {},
      'a,b,y\n1,7,no\n2,7,yes\n',
      /the column "b" is 7 in all training rows, and cannot be standardised; take/,
    ],
    ['committee', {}, 'a,b,y\n1,7,no\n2,7,yes\n', /the column "b" is 7 .*cannot be binarised/],
  ])('no other data: %s %j', async (name, options, text, message) => {
    const data = await own(text);
    expect(() => taskOn(builtIn.model(name), {}, data, { seed, ...(options as object) })).toThrow(message);
  });

  it('constant inputs where they are raw, or have no name', async () => {
    const constant = await own('a,b,y\n1,7,no\n2,7,yes\n3,7,no\n4,7,yes\n');
    const widths = { widths: ['inputs', 2, 'classes'] };
    expect(taskOn(builtIn.model('mlp'), widths, constant, { seed, inputs: 'raw' }).params.P).toBe(2);
    const dark = npy(header('<f4', '(4, 2)'), Float32Array.of(1, 7, 2, 7, 3, 7, 4, 7));
    const unnamed = await read({ train: { inputs: file('dark.npy', dark), labels: file('y.npy', labels) } });
    const x = new Float64Array(2);
    const { task } = taskOn(builtIn.model('mlp'), widths, unnamed, { seed }) as unknown as {
      task: { train: { inputs(mu: number, to: Float64Array, at: number): void } };
    };
    task.train.inputs(0, x, 0);
    expect(x[1]).toBe(0);
  });
});

it('a Parquet file whose damage lets the decoder count for ever is given up', async () => {
  const column = (value: (i: number) => unknown) => Array.from({ length: 30 }, (_, i) => value(i));
  const bytes = new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'a', type: 'DOUBLE', data: column((i) => i) },
        { name: 'b', type: 'INT32', data: column((i) => i % 3) },
        { name: 'y', type: 'STRING', data: column((i) => (i % 2 ? 'u' : 'v')) },
      ],
    } as Parameters<typeof parquetWriteBuffer>[0]),
  );
  expect(await parquetInThread({ name: 'whole', bytes, label: 'y' })).toMatchObject({ P: 30 });
  const damaged = bytes.slice();
  damaged[22] = 231;
  await expect(parquetInThread({ name: 'damaged', bytes: damaged, label: 'y' }, 3)).rejects.toMatchObject({
    name: 'UsageError',
    message: 'damaged: is not read within 3 s; it may be damaged: write it again',
  });
});
