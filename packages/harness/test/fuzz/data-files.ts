import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readData } from '@mcover/harness';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect } from 'vitest';
import { packed } from '../data-support.ts';
import { temporary } from '../support.ts';
import type { Subject } from './subject.ts';
import { damaged, damages, mostly, numbers, rarely, texts } from './values.ts';

/** Files of rows by their names, and what is asked of them. */
interface Case {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly request: unknown;
}

const tests = fc.constantFrom<unknown>({ share: 1 }, { share: 0 }, 'train', 'none', 7);
const test = mostly(fc.constant({ share: 0.5 }), tests, 12);
const labels = fc.constantFrom<unknown>('kind', 0, 2, 'none', '__proto__', -1, 0.5, '', undefined);

/** One file, at times with other bytes, read by itself. */
const alone = (bytes: fc.Arbitrary<Uint8Array>, meant: unknown): fc.Arbitrary<Case> =>
  fc
    .record({ bytes, label: mostly(fc.constant(meant), labels, 12), test, changes: rarely(damages) })
    .map(({ bytes, label, test, changes }) => ({
      files: { train: damaged(bytes, changes) },
      request: { train: 'train', test, ...(label !== undefined && { label }) },
    }));

async function read({ files, request }: Case) {
  const folder = temporary();
  for (const [name, bytes] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), bytes);
  const { table, source, classes } = await readData(request as never, folder);
  const { N, P, x, labels } = table.train;
  expect([x.length, labels.length]).toEqual([N * P, P]);
  expect(x.every(Number.isFinite)).toBe(true);
  expect(labels.every((of) => of < classes.length)).toBe(true);
  expect(source.rows.reduce((sum, count) => sum + count, 0)).toBe(P);
  expect(N).toBeGreaterThan(0);
  return 'taken' as const;
}

const subject = (name: string, cases: fc.Arbitrary<Case>): Subject<Case> => ({ name, cases, read });

const cell = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: -9, max: 9 }).map(String) },
  { weight: 2, arbitrary: numbers.map(String) },
  fc.constantFrom(
    '',
    ' ',
    '1,5',
    '1e40',
    '0x10',
    '1_000',
    'Infinity',
    '-0',
    ' 2 ',
    '"3"',
    '"',
    '"a',
    'a"b',
    '""""',
    '"1\n2"',
    '=1',
  ),
  texts,
);
const row = fc.array(cell, { minLength: 2, maxLength: 2 });
const kinds = fc.constantFrom('a', 'b', 'a', 'b', 'a', 'b', '1', '01', '"a;b"', '', 'é');

/** A CSV file: names, rows that may be too long or short, parted and ended in any way. */
const csv = fc
  .record({
    names: fc.oneof(
      { weight: 9, arbitrary: fc.constant(['x', 'y', 'kind']) },
      fc.array(fc.oneof(texts, fc.constant('kind')), { maxLength: 4 }),
    ),
    rows: fc.array(
      fc.tuple(
        row,
        kinds,
        fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, fc.integer({ min: -2, max: 2 })),
      ),
      { maxLength: 6 },
    ),
    plain: fc.integer({ min: 0, max: 4 }),
    delimiter: fc.constantFrom(',', ',', ';', '\t', ' '),
    newline: fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n'),
    mark: fc.constantFrom('', '', '', '\ufeff', '\n', '#'),
    end: fc.boolean(),
  })
  .map(({ names, rows, plain, delimiter, newline, mark, end }) => {
    const good = Array.from({ length: plain }, (_, i) => [`${i}`, '0.5', i % 2 ? 'a' : 'b']);
    const cells = rows.map(([own, kind, more]) =>
      more < 0 ? own : [...own, kind, ...Array(more).fill('1')],
    );
    const lines = [names, ...good, ...cells].map((line) => line.join(delimiter));
    return Buffer.from(mark + lines.join(newline) + (end ? newline : ''));
  });

/** An npy file, whose header may promise anything. */
const npy = (shapes: fc.Arbitrary<string>) =>
  fc
    .record({
      version: fc.constantFrom(...Array(12).fill(1), 2, 3, 0, 255),
      descr: fc.constantFrom(
        ...Array(12).fill('<f8'),
        '<f4',
        '<i4',
        '|u1',
        '|b1',
        '<i8',
        '<u8',
        '>f8',
        '|O',
        '<c16',
        '',
      ),
      order: mostly(fc.constant('False'), fc.constantFrom('True', 'None'), 9),
      shape: fc.oneof(
        { weight: 20, arbitrary: shapes },
        fc.constantFrom(
          '(2',
          '()',
          '(0,)',
          '(2, 0)',
          '(1000000000000,)',
          '(-1, 2)',
          '(9007199254740993, 9007199254740993)',
        ),
      ),
      bytes: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, fc.nat(99)),
      more: mostly(fc.constant(''), fc.constantFrom("'x': 1, ", '{', '\u0000'), 9),
      fill: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(255)),
    })
    .map(({ version, descr, order, shape, bytes, more, fill }) => {
      const header = Buffer.from(
        `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, ${more}}\n`,
      );
      const count = (shape.match(/\d+/g) ?? ['1']).reduce((product, size) => product * Number(size), 1);
      const size = bytes ?? Math.min(999, count * Number(/\d+/.exec(descr)?.[0] ?? 1));
      const length = Buffer.alloc(version === 1 ? 2 : 4);
      if (version === 1) length.writeUInt16LE(header.length);
      else length.writeUInt32LE(header.length);
      // Two labels at least, where numbers are whole.
      const values = Buffer.alloc(size, fill).map((byte, at) => (at % 8 === 0 ? (at / 8) % 3 : byte));
      return Buffer.concat([
        Buffer.from([0x93]),
        Buffer.from('NUMPY'),
        Buffer.from([version, 0]),
        length,
        header,
        values,
      ]);
    });

const table = npy(fc.constantFrom('(4, 3)', '(6, 2)', '(4, 2, 2)', '(5,)'));
const column = npy(fc.constantFrom('(4,)', '(4, 1)', '(6,)', '(5,)'));

/** An archive of arrays, whose directory may lie about their sizes. */
const npz = fc
  .record({
    x: npy(fc.constant('(4, 3)')),
    kind: npy(fc.constant('(4,)')),
    names: fc.constantFrom(
      ...Array(12).fill(['x', 'kind']),
      ['x', 'kind'],
      ['x', 'y'],
      ['kind', 'kind'],
      ['__proto__', 'kind'],
    ),
    level: fc.constantFrom<0 | 6>(0, 6),
    more: mostly(fc.constant(false), fc.constant(true), 9),
    lie: fc.oneof(
      { weight: 12, arbitrary: fc.constant(undefined) },
      fc.constantFrom(0, 1, 2 ** 20, 2 ** 31 - 1, 2 ** 32 - 1),
    ),
  })
  .map(({ x, kind, names, level, more, lie }) => {
    const files = Object.fromEntries([
      [`${names[0]}.npy`, x],
      [`${names[1]}.npy`, kind],
      ...(more ? [['z.npy', x]] : []),
    ]);
    const bytes = Buffer.from(zipSync(files, { level }));
    const directory = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
    if (lie !== undefined && directory >= 0) bytes.writeUInt32LE(lie, directory + 24);
    return bytes;
  });

const parquet = fc
  .record({
    x: fc.array(numbers, { minLength: 4, maxLength: 4 }),
    kind: fc.array(fc.oneof(fc.constantFrom('a', 'b'), texts), { minLength: 4, maxLength: 4 }),
    codec: fc.constantFrom('SNAPPY' as const, 'UNCOMPRESSED' as const),
  })
  .map(({ x, kind, codec }) => {
    const columnData = [
      { name: 'x', data: x.map(Number), type: 'DOUBLE' as const },
      { name: 'kind', data: kind, type: 'STRING' as const },
    ];
    return new Uint8Array(parquetWriteBuffer({ columnData, codec }));
  });

/** Inputs and labels apart, as npy, IDX, or IDX packed. */
const idx = fc
  .record({ sizes: fc.array(fc.nat(4), { maxLength: 4 }), more: fc.nat(99) })
  .map(({ sizes, more }) => {
    const count = sizes.reduce((product, size) => product * size, 1);
    const header = Buffer.alloc(4 + 4 * sizes.length);
    header.writeUInt32BE(0x800 + sizes.length);
    for (const [i, size] of sizes.entries()) header.writeUInt32BE(size, 4 + 4 * i);
    return Buffer.concat([header, Buffer.alloc(more > 80 ? more : count).map((_, at) => at % 2)]);
  });
const images = fc.constantFrom(
  packed(0x803, [4, 1, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
  packed(0x801, [4], [0, 1, 0, 1]),
);
const array = fc.oneof(
  table,
  column,
  idx,
  idx.map((bytes) => gzipSync(bytes)),
  images,
  csv,
);
const apart = fc.record({ inputs: array, labels: array, changes: rarely(damages), test }).map(
  ({ inputs, labels, changes, test }): Case => ({
    files: { inputs: damaged(inputs, changes), labels },
    request: { train: { inputs: 'inputs', labels: 'labels' }, test },
  }),
);

const good = (of: fc.Arbitrary<Case>, sound: Case) =>
  fc.oneof({ weight: 9, arbitrary: of }, fc.constant(sound));
const both = {
  files: {
    inputs: packed(0x803, [4, 1, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
    labels: packed(0x801, [4], [0, 1, 0, 1]),
  },
  request: { train: { inputs: 'inputs', labels: 'labels' }, test: { share: 0.5 } },
};

export const dataFiles = [
  subject('CSV files', alone(csv, 'kind')),
  subject('npy files', alone(table, 1)),
  subject('npz files', alone(npz, 'kind')),
  subject('Parquet files', alone(parquet, 'kind')),
  subject('inputs and labels apart', good(apart, both)),
];
