import { readSafetensors, SafetensorsError, type TensorData, writeSafetensors } from '@mcover/record';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** A file with this header, however wrong, and some bytes after it. */
function fileOf(header: string | Uint8Array, data: ArrayLike<number> = [], length?: bigint): Uint8Array {
  const text = typeof header === 'string' ? utf8(header) : header;
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const tensor = (dtype: unknown, shape: unknown, begin: unknown, end: unknown) =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

/** Its message, which has to be one clear line. */
function refusal(bytes: Uint8Array, options = {}): string {
  try {
    readSafetensors(bytes, options);
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    expect(error.message).toMatch(/^\P{Cc}{10,400}$/u);
    return error.message;
  }
  throw new Error('it was read');
}

describe('the file', () => {
  it('has these bytes, as the format prescribes them', () => {
    const file = writeSafetensors(
      { b: { shape: [2], data: Int8Array.of(1, -1) }, a: { shape: [], data: Float32Array.of(1) } },
      { k: 'v' },
    );
    const header =
      '{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},' +
      '"b":{"dtype":"I8","shape":[2],"data_offsets":[4,6]}}';
    expect(header.length).toBe(130);
    const padded = utf8(`${header}      `);
    expect([...file]).toEqual([136, 0, 0, 0, 0, 0, 0, 0, ...padded, 0, 0, 0x80, 0x3f, 1, 255]);
  });

  it('holds numbers of every type, none, a scalar, and names that are only names', () => {
    const tensors: Record<string, TensorData> = Object.fromEntries([
      ['f64', { shape: [2, 1], data: Float64Array.of(Number.NaN, -0) }],
      ['f32', { shape: [1], data: Float32Array.of(Number.POSITIVE_INFINITY) }],
      ['i32', { shape: [1], data: Int32Array.of(-(2 ** 31)) }],
      ['u32', { shape: [1], data: Uint32Array.of(2 ** 32 - 1) }],
      ['i8', { shape: [3], data: Int8Array.of(-128, 0, 127) }],
      ['u8', { shape: [], data: Uint8Array.of(255) }],
      ['none', { shape: [3, 0, 2], data: new Float64Array(0) }],
      ['__proto__', { shape: [1], data: Int8Array.of(7) }],
      ['constructor', { shape: [1], data: Int8Array.of(8) }],
      ['\u0007é\ud800', { shape: [1], data: Int8Array.of(9) }],
      ['0', { shape: [1], data: Int8Array.of(10) }],
    ]);
    const metadata = Object.fromEntries([
      ['__proto__', 'x'],
      ['empty', ''],
    ]);
    const read = readSafetensors(writeSafetensors(tensors, metadata));
    expect(Object.entries(read.tensors).sort()).toEqual(Object.entries(tensors).sort());
    expect(Object.entries(read.metadata)).toEqual(Object.entries(metadata));
    expect(Object.getPrototypeOf(read.tensors)).toBeNull();
    expect(Object.is((read.tensors.f64 as TensorData).data[1], -0)).toBe(true);
  });

  it('holds nothing at all', () => {
    expect(readSafetensors(writeSafetensors({}, {}))).toEqual({ tensors: {}, metadata: {} });
    expect(readSafetensors(fileOf('{}'))).toEqual({ tensors: {}, metadata: {} });
  });

  it('is the same for any order of the tensors, and read at any place of a buffer', () => {
    const a = { shape: [1], data: Float64Array.of(0.1) };
    const b = { shape: [1], data: Float64Array.of(0.2) };
    const file = writeSafetensors({ a, b }, {});
    expect(writeSafetensors({ b, a }, {})).toEqual(file);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(readSafetensors(shifted.subarray(3)).tensors).toEqual({ a, b });
  });

  it('comes back as it was: 200 drawn files', () => {
    const shape = fc.array(fc.nat(4), { maxLength: 3 });
    const data = fc
      .tuple(
        shape,
        fc.constantFrom(Float64Array, Float32Array, Int32Array, Uint32Array, Int8Array, Uint8Array),
        fc.infiniteStream(fc.double({ noNaN: true })),
      )
      .map(([shape, Type, numbers]) => {
        const count = shape.reduce((product, size) => product * size, 1);
        return { shape, data: Type.from(Array.from({ length: count }, () => numbers.next().value)) };
      });
    const files = fc.tuple(
      fc.dictionary(fc.string({ unit: 'binary' }), data),
      fc.dictionary(fc.string(), fc.string()),
    );
    fc.assert(
      fc.property(files, ([tensors, metadata]) => {
        const read = readSafetensors(writeSafetensors(tensors, metadata));
        expect({ ...read.tensors }).toEqual({ ...tensors });
        expect({ ...read.metadata }).toEqual({ ...metadata });
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('is not written where it could not be read', () => {
    const data = Int8Array.of(1, 2);
    expect(() => writeSafetensors({ w: { shape: [3], data } }, {})).toThrow('"w" of shape [3] has 2 entries');
    expect(() => writeSafetensors({ __metadata__: { shape: [2], data } }, {})).toThrow('no tensor can have');
    expect(() => writeSafetensors({ w: { shape: [2 ** 30, 2 ** 30], data } }, {})).toThrow(
      'too many entries',
    );
    expect(() => writeSafetensors({ w: { shape: [2.5], data } }, {})).toThrow('too many entries');
    const strange = { shape: [2], data: Int16Array.of(1, 2) as unknown as Int8Array };
    expect(() => writeSafetensors({ w: strange }, {})).toThrow('type');
  });
});

describe('a file from anywhere is refused', () => {
  const long = `{"${'n'.repeat(1000)}":1}`;
  it.each([
    ['nothing', new Uint8Array(0), '0 bytes are too few'],
    ['a header beyond its end', fileOf('{}', [], 3n), 'cut off: its header ends at byte 11 of 10'],
    ['a header over 100 MB', fileOf('{}', [], 100_000_001n), '100000001 bytes is over 100000000'],
    ['a header of 2⁶⁴ − 1 bytes', fileOf('{}', [], 2n ** 64n - 1n), '18446744073709551615 bytes'],
    ['a header that is not JSON', fileOf('{]'), 'not JSON'],
    ['a header that is not UTF-8', fileOf(Uint8Array.of(0x22, 0xff, 0x22)), 'not JSON'],
    ['a header that is deep', fileOf('['.repeat(1e6)), 'not JSON'],
    ['a header that is deep and whole', fileOf(`${'['.repeat(1e5)}${']'.repeat(1e5)}`), 'no'],
    ['a header that is a list', fileOf('[]'), 'no JSON object'],
    ['metadata that are no texts', fileOf('{"__metadata__":{"k":1}}'), '__metadata__ "k" is no text'],
    ['metadata that are a list', fileOf('{"__metadata__":[]}'), '__metadata__ is no object'],
    ['a tensor that is a number', fileOf(long), 'has the dtype "undefined"; known here: F64'],
    ['a type that is unknown', fileOf(`{"w":${tensor('BF16', [1], 0, 2)}}`, [0, 0]), '"BF16"'],
    ['a type that objects have', fileOf(`{"w":${tensor('toString', [1], 0, 2)}}`, [0, 0]), '"toString"'],
    ['a shape below 0', fileOf(`{"w":${tensor('I8', [-1], 0, 1)}}`, [0]), 'whole numbers'],
    ['a shape that is broken', fileOf(`{"w":${tensor('I8', [0.5], 0, 1)}}`, [0]), 'whole numbers'],
    ['a shape that overflows', fileOf(`{"w":${tensor('I8', [2 ** 50, 2 ** 50], 0, 1)}}`, [0]), 'too many'],
    ['bytes that overflow', fileOf(`{"w":${tensor('F64', [2 ** 53 - 1], 0, 1)}}`, [0]), 'needs'],
    ['offsets that are one', fileOf('{"w":{"dtype":"I8","shape":[1],"data_offsets":[0]}}', [0]), 'no two'],
    ['offsets turned round', fileOf(`{"w":${tensor('I8', [1], 1, 0)}}`, [0]), 'from 1 to 0'],
    ['offsets beyond the file', fileOf(`{"w":${tensor('I8', [2], 0, 2)}}`, [0]), 'ends at byte 2 of 1'],
    ['offsets beyond all', fileOf(`{"w":${tensor('I8', [2], 0, 1e300)}}`, [0]), 'no two whole numbers'],
    ['a length that is not its shape', fileOf(`{"w":${tensor('F32', [2], 0, 4)}}`, [0, 0, 0, 0]), 'needs 8'],
    [
      'bytes of two tensors',
      fileOf(`{"a":${tensor('I8', [1], 0, 1)},"b":${tensor('I8', [1], 0, 1)}}`, [0]),
      '"b" begins at byte 0, but what is before ends at 1',
    ],
    [
      'a hole',
      fileOf(`{"a":${tensor('I8', [1], 0, 1)},"b":${tensor('I8', [1], 2, 3)}}`, [0, 0, 0]),
      '"b" begins at byte 2',
    ],
    ['bytes of no tensor', fileOf(`{"a":${tensor('I8', [1], 0, 1)}}`, [0, 0]), 'end at byte 1 of 2'],
    ['bytes without tensors', fileOf('{}', [0]), 'end at byte 0 of 1'],
    ['a name that steers a terminal', fileOf('{"\\u001b[31m\\u009b\\u202e":1}'), '"\\u001b[31m��"'],
  ])('%s', (_, bytes, message) => {
    expect(refusal(bytes)).toContain(message);
  });

  it('NaN and ∞ where weights are to be read, with tensor and index', () => {
    const file = (data: Float32Array | Float64Array) =>
      writeSafetensors({ b: { shape: [1], data: Int8Array.of(1) }, w: { shape: [3], data } }, {});
    const finite = { finite: true };
    expect(refusal(file(Float32Array.of(0, 1, Number.NaN)), finite)).toBe('"w" is NaN at index 2');
    expect(refusal(file(Float64Array.of(0, Number.NEGATIVE_INFINITY, 1)), finite)).toBe(
      '"w" is -Infinity at index 1',
    );
    expect(readSafetensors(file(Float32Array.of(0, 1, 2)), finite).tensors.w.shape).toEqual([3]);
  });
});

describe('mutations', () => {
  const w = { shape: [3, 2], data: Float64Array.of(1, 2, 3, 4, 5, 6) };
  const b = { shape: [5], data: Int8Array.of(1, -1, 1, -1, 1) };
  const original = writeSafetensors({ w, b }, { format: 'mcover', id: '0' });
  const header = new TextDecoder().decode(original.subarray(8, original.length - 53)).trimEnd();
  const data = original.subarray(original.length - 53);

  const spliced = <T>(text: T[], { where, drop, added }: { where: number; drop: number; added: T[] }) => {
    const at = where % (text.length + 1);
    return [...text.slice(0, at), ...added, ...text.slice(at + drop)];
  };
  /** Any change of bytes, which mostly meets the header; and one of its numbers, with a length that fits it. */
  const byte = fc.record({
    where: fc.nat(),
    drop: fc.nat(9),
    added: fc.array(fc.nat(255), { maxLength: 9 }),
  });
  const bytes = fc
    .array(byte, { minLength: 1, maxLength: 3 })
    .map((changes) => Uint8Array.from(changes.reduce(spliced<number>, [...original])));
  const words = [
    '-1',
    '0',
    '1',
    '5',
    '6',
    '48',
    '53',
    '1e9',
    '1e300',
    '4503599627370496',
    '"I8"',
    '"F64"',
    'null',
    '[]',
  ];
  const word = fc.record({ where: fc.nat(), word: fc.constantFrom(...words) });
  const headers = fc.array(word, { minLength: 1, maxLength: 3 }).map((changes) => {
    const text = changes.reduce((text, { where, word }) => {
      const places = [...text.matchAll(/\d+|"[IF]\d+"/g)];
      const place = places[where % places.length];
      return text.slice(0, place.index) + word + text.slice(place.index + place[0].length);
    }, header);
    return fileOf(text, data);
  });

  it('of 1000 files each is read as a file of its own size, or is refused in one line', () => {
    const counts = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(bytes, headers), (file) => {
        let read: ReturnType<typeof readSafetensors>;
        try {
          read = readSafetensors(file);
        } catch (error) {
          if (!(error instanceof SafetensorsError)) throw error;
          expect(error.message).toMatch(/^\P{Cc}{10,400}$/u);
          counts.refused++;
          return;
        }
        const held = Object.values(read.tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
        expect(held).toBeLessThan(file.length);
        counts.read++;
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect(counts.read).toBeGreaterThan(20);
    expect(counts.refused).toBeGreaterThan(500);
  });

  it('of every end: a file that is cut off anywhere is refused', () => {
    for (let length = 0; length < original.length; length++) refusal(original.subarray(0, length));
  });
});
