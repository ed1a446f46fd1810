import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Numbers in an array of some shape, the last index running fastest. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly data: Int8Array | Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;
}

/** What is wrong with a file that says that it is safetensors, or with what is to become one. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

/** The types of numbers here, by their names in a file. */
const types = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;
type Dtype = keyof typeof types;

/** Most bytes of a header, as the format has it. */
const longestHeader = 100_000_000;
const lengthBytes = 8;

/** A tensor in the file: its bytes from `begin` on, counted after the header. */
interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * The bytes of a safetensors file: the length of the header (u64, little endian), the header (JSON, filled with spaces
 * to a multiple of 8 bytes), and the numbers of all tensors, those of the largest type first, so that each lies at a
 * multiple of its own size. The same tensors give the same bytes, in whatever order they come.
 *
 * @example
 * const file = writeSafetensors({ w: { shape: [2], data: Float32Array.of(0.5, -1) } }, { format: 'mcover' });
 * file.length % 8; // 0
 * readSafetensors(file).metadata.format; // 'mcover'
 *
 * @throws SafetensorsError where a shape has another number of entries than its data, or the header is too long.
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, TensorData>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const order = Object.entries(tensors)
    .map(([name, tensor]) => ({ name, ...tensor }))
    .sort((a, b) => sizeOf(b) - sizeOf(a) || (a.name < b.name ? -1 : 1));
  const header = new Map<string, unknown>([['__metadata__', { ...metadata }]]);
  let end = 0;
  for (const { name, shape, data } of order) {
    if (header.has(name)) throw new SafetensorsError(`no tensor can have the name ${quoted(name)}`);
    if (countOf(name, shape) !== data.length) {
      throw new SafetensorsError(`${quoted(name)} of shape [${shape}] has ${data.length} entries`);
    }
    const begin = end;
    end += data.byteLength;
    header.set(name, { dtype: dtypeOf(data), shape: [...shape], data_offsets: [begin, end] });
  }
  const text = utf8ToBytes(JSON.stringify(Object.fromEntries(header)));
  const length = Math.ceil(text.length / lengthBytes) * lengthBytes;
  if (length > longestHeader)
    throw new SafetensorsError(`a header of ${length} bytes is over ${longestHeader}`);
  const bytes = new Uint8Array(lengthBytes + length + end).fill(0x20, lengthBytes, lengthBytes + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, lengthBytes);
  let at = lengthBytes + length;
  for (const { data } of order) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * The tensors and the metadata of a safetensors file, whose bytes may come from anywhere. The tensors are copies;
 * nothing is allocated before the header fits the file. The records have no prototype, so that every name is only a name.
 *
 * @example
 * const file = writeSafetensors({ w: { shape: [2, 1], data: Int8Array.of(1, -1) } }, {});
 * readSafetensors(file).tensors.w.shape; // [2, 1]
 * readSafetensors(file.subarray(0, file.length - 1)); // throws "w" ends at byte 2 of 1
 * readSafetensors(new Uint8Array(7)); // throws 7 bytes are too few
 *
 * @param options.finite NaN and infinite entries are refused, with their tensor and index.
 * @throws SafetensorsError that says what is wrong with the file, in one line.
 */
export function readSafetensors(
  bytes: Uint8Array,
  { finite = false } = {},
): { tensors: Record<string, TensorData>; metadata: Record<string, string> } {
  const start = headerEnd(bytes);
  const { __metadata__: given = {}, ...rest } = parsedHeader(bytes.subarray(lengthBytes, start));
  const room = bytes.length - start;
  const entries = Object.entries(rest).map(([name, value]) => entryOf(name, value, room));
  refuseGaps(entries, room);
  const tensors: Record<string, TensorData> = Object.create(null);
  for (const { name, dtype, shape, begin, end } of entries) {
    const copy = new Uint8Array(end - begin);
    copy.set(bytes.subarray(start + begin, start + end));
    const data = new types[dtype](copy.buffer);
    if (finite) refuseInfinite(name, data);
    tensors[name] = { shape, data };
  }
  return { tensors, metadata: metadataOf(given) };
}

function headerEnd(bytes: Uint8Array): number {
  if (bytes.length < lengthBytes)
    throw new SafetensorsError(`${bytes.length} bytes are too few for a safetensors file`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > longestHeader) {
    throw new SafetensorsError(`no safetensors file: a header of ${length} bytes is over ${longestHeader}`);
  }
  const end = lengthBytes + Number(length);
  if (end > bytes.length) {
    throw new SafetensorsError(`the file is cut off: its header ends at byte ${end} of ${bytes.length}`);
  }
  return end;
}

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsedHeader(bytes: Uint8Array): Members {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new SafetensorsError('the header is not JSON');
  }
  if (!isMembers(header)) throw new SafetensorsError('the header is no JSON object');
  return header;
}

function metadataOf(given: unknown): Record<string, string> {
  if (!isMembers(given)) throw new SafetensorsError('__metadata__ is no object');
  const metadata: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(given)) {
    if (typeof value !== 'string') throw new SafetensorsError(`__metadata__ ${quoted(key)} is no text`);
    metadata[key] = value;
  }
  return metadata;
}

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function entryOf(name: string, value: unknown, room: number): Entry {
  const { dtype, shape, data_offsets: offsets } = isMembers(value) ? value : {};
  if (typeof dtype !== 'string' || !Object.hasOwn(types, dtype)) {
    const known = Object.keys(types).join(', ');
    throw new SafetensorsError(
      `${quoted(name)} has the dtype ${quoted(String(dtype))}; known here: ${known}`,
    );
  }
  if (!Array.isArray(shape) || !shape.every(isIndex)) {
    throw new SafetensorsError(`the shape of ${quoted(name)} is no list of whole numbers`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isIndex)) {
    throw new SafetensorsError(`the data_offsets of ${quoted(name)} are no two whole numbers`);
  }
  const [begin, end] = offsets as [number, number];
  if (end > room) throw new SafetensorsError(`${quoted(name)} ends at byte ${end} of ${room}`);
  const needed = countOf(name, shape) * types[dtype as Dtype].BYTES_PER_ELEMENT;
  if (end - begin !== needed) {
    throw new SafetensorsError(`${quoted(name)} needs ${needed} bytes and has those from ${begin} to ${end}`);
  }
  return { name, dtype: dtype as Dtype, shape, begin, end };
}

/** Every byte belongs to one tensor, as the format demands: nothing hides in a file. */
function refuseGaps(entries: readonly Entry[], room: number): void {
  let at = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) {
      throw new SafetensorsError(`${quoted(name)} begins at byte ${begin}, but what is before ends at ${at}`);
    }
    at = end;
  }
  if (at !== room) throw new SafetensorsError(`the tensors end at byte ${at} of ${room}`);
}

function refuseInfinite(name: string, data: TensorData['data']): void {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return;
  const index = data.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) throw new SafetensorsError(`${quoted(name)} is ${data[index]} at index ${index}`);
}

/** Entries of a shape. @throws SafetensorsError where they are more than can be counted. */
function countOf(name: string, shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (!isIndex(count)) throw new SafetensorsError(`the shape of ${quoted(name)} has too many entries`);
  }
  return count;
}

const sizeOf = ({ data }: TensorData) => data.BYTES_PER_ELEMENT;

function dtypeOf(data: TensorData['data']): Dtype {
  const [dtype] = Object.entries(types).find(([, type]) => data instanceof type) ?? [];
  if (dtype === undefined) throw new SafetensorsError('numbers of a type that has no name here');
  return dtype as Dtype;
}

/** A text of the file in a message: its beginning, without what steers a terminal. */
function quoted(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return JSON.stringify(shown).replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');
}
