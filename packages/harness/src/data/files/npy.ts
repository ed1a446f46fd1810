import { type NumberArray, shapeOf, sizeOf } from './array.ts';
import { fault, quoted } from './open.ts';

/** Types of numbers that are read: little-endian, or of one byte. */
const types = {
  '|b1': Uint8Array,
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<u2': Uint16Array,
  '<i2': Int16Array,
  '<u4': Uint32Array,
  '<i4': Int32Array,
  '<u8': BigUint64Array,
  '<i8': BigInt64Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
};

const mostDimensions = 64;

export const npyMagic = Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'));

/**
 * Reads an array as NumPy saves it: format 1 to 3, order C. Objects, which are pickles, are not read.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @throws UsageError where it is truncated, or of another type or order.
 */
export function parseNpy(name: string, bytes: Uint8Array): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const truncated = (need: number) => fault(name, `truncated: ${bytes.length} of ${need} bytes`);
  if (bytes.length < 12) throw truncated(12);
  if (npyMagic.some((byte, i) => bytes[i] !== byte)) throw fault(name, 'is no npy file');
  const [start, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  if (bytes.length < start + length) throw truncated(start + length);
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const descr = /'descr': '([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order': (True|False)/.exec(header)?.[1];
  const sizes = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
  if (descr === undefined || order === undefined || sizes === undefined)
    throw fault(name, `a header that is not understood: ${quoted(header.trim())}; save an array of numbers`);
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  if (shape.length > mostDimensions)
    throw fault(name, `a shape of ${shape.length} dimensions; NumPy has ${mostDimensions} at most`);
  if (!shape.every(Number.isSafeInteger)) throw fault(name, 'a shape of more entries than can be counted');
  if (!Object.hasOwn(types, descr)) {
    const known = Object.keys(types).join(', ');
    throw fault(name, `numbers of the type ${quoted(descr)}; save array.astype('<f4'); read are: ${known}`);
  }
  if (order === 'True' && shape.length > 1)
    throw fault(name, 'is in Fortran order; save numpy.ascontiguousarray(array)');
  const Type = types[descr as keyof typeof types];
  const need = start + length + sizeOf(shape) * Type.BYTES_PER_ELEMENT;
  if (bytes.length < need) throw truncated(need);
  if (bytes.length > need)
    throw fault(name, `${bytes.length - need} bytes too many after ${shapeOf(shape)} numbers`);
  // Numbers begin at a multiple of their size.
  return { shape, values: new Type(bytes.slice(start + length).buffer) };
}
