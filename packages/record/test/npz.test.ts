import { writeNpz } from '@mcover/record/npz';
import { unzipSync } from 'fflate';
import { expect, it, vi } from 'vitest';

const text = (bytes: Uint8Array) => String.fromCharCode(...bytes);

it('is a zip file of npy files with these bytes', () => {
  const npz = writeNpz({
    a: { shape: [2], data: Int8Array.of(1, -1) },
    'b.c': { shape: [1, 2], data: Float64Array.of(1, -2) },
    s: { shape: [], data: Float32Array.of(1) },
    none: { shape: [0, 3], data: new Uint32Array(0) },
  });
  const files = unzipSync(npz);
  expect(Object.keys(files)).toEqual(['a.npy', 'b.c.npy', 's.npy', 'none.npy']);
  // 10 bytes, a header that ends the first 128 bytes, the numbers.
  const header = "{'descr': '|i1', 'fortran_order': False, 'shape': (2,), }".padEnd(117);
  expect(text(files['a.npy'])).toBe(`\x93NUMPY\x01\x00\x76\x00${header}\n\x01\xff`);
  expect(text(files['b.c.npy'])).toContain("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }");
  expect([...files['b.c.npy'].slice(128)]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0]);
  expect(text(files['s.npy'])).toContain("'shape': (), }");
  expect(text(files['none.npy'])).toContain("'descr': '<u4', 'fortran_order': False, 'shape': (0, 3), }");
  expect(files['none.npy'].length).toBe(128);
});

it('is the same at any time', () => {
  const tensors = { a: { shape: [1], data: Int32Array.of(5) } };
  const before = writeNpz(tensors);
  vi.useFakeTimers({ now: 0 });
  expect(writeNpz(tensors)).toEqual(before);
  vi.useRealTimers();
});

it.each(['', '..', '../a', 'a/b', 'a\\b', '/a', 'a\n', 'C:a', '__proto__/x'])('takes no name %j', (name) => {
  expect(() => writeNpz({ [name]: { shape: [], data: Int8Array.of(1) } })).toThrow('cannot be the name');
});

it('takes no shape of another length', () => {
  expect(() => writeNpz({ a: { shape: [3], data: Int8Array.of(1) } })).toThrow('"a" of shape [3] has 1');
});
