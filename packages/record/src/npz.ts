import { zipSync } from 'fflate';
import type { TensorData } from './safetensors.ts';

/** NumPy's names of the types of numbers, all little endian. */
const types = [
  ['<f8', Float64Array],
  ['<f4', Float32Array],
  ['<i4', Int32Array],
  ['<u4', Uint32Array],
  ['|i1', Int8Array],
  ['|u1', Uint8Array],
] as const;

/** Array data begin at a multiple of so many bytes. */
const alignment = 64;

/** First bytes of an .npy file, with the version 1.0 of its header; two bytes of its length follow. */
const magic = [0x93, ...'NUMPY'].map((c) => (typeof c === 'string' ? c.charCodeAt(0) : c));
const fixedBytes = magic.length + 4;

/** Most bytes of a zip file without the extension of 64 bits. */
const mostBytes = 2 ** 32 - 1;

/**
 * The bytes of an .npz file, which NumPy's `load` reads: a zip file of one .npy file for each tensor, not compressed.
 * The same tensors in the same order give the same bytes.
 *
 * @example
 * const file = writeNpz({ w: { shape: [2], data: Int8Array.of(1, -1) } });
 * String.fromCharCode(file[0], file[1]); // 'PK'
 * writeNpz({ 'a/b': { shape: [], data: Int8Array.of(1) } }); // throws "a/b" cannot be the name of a file
 *
 * @throws RangeError where a name cannot be that of a file in an archive, a shape has another number of entries than its
 * data, or the file would be over 4 GB.
 */
export function writeNpz(tensors: Readonly<Record<string, TensorData>>): Uint8Array {
  const files = Object.entries(tensors).map(([name, tensor]) => {
    if (!/^[\w-]+(\.[\w-]+)*$/.test(name))
      throw new RangeError(`${JSON.stringify(name.slice(0, 60))} cannot be the name of a file in an archive`);
    return [`${name}.npy`, npyOf(name, tensor)] as const;
  });
  const bytes = files.reduce((sum, [name, { length }]) => sum + length + 2 * name.length + 200, 0);
  if (bytes > mostBytes) throw new RangeError(`${bytes} bytes are over 4 GB, the most of an .npz file here`);
  // The clock has no part in it.
  return zipSync(Object.fromEntries(files), { level: 0, mtime: '1980-01-01T12:00:00' });
}

/** An array as an .npy file. */
function npyOf(name: string, { shape, data }: TensorData): Uint8Array {
  if (shape.reduce((product, size) => product * size, 1) !== data.length)
    throw new RangeError(`"${name}" of shape [${shape}] has ${data.length} entries`);
  const [descr] = types.find(([, type]) => data instanceof type)!;
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((fixedBytes + header.length + 1) / alignment) * alignment - fixedBytes;
  const bytes = new Uint8Array(fixedBytes + length + data.byteLength);
  bytes.set([...magic, 1, 0, length & 255, length >> 8]);
  const padded = `${header.padEnd(length - 1)}\n`;
  for (let i = 0; i < length; i++) bytes[fixedBytes + i] = padded.charCodeAt(i);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), fixedBytes + length);
  return bytes;
}
