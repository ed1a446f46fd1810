type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Int32Array
  | Uint32Array;

/** A copy of an array in memory that threads share, or the array itself where it lies there already. */
export function toShared<T extends TypedArray>(array: T): T {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const Type = array.constructor as new (buffer: SharedArrayBuffer) => T;
  const copy = new Type(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}

/** Singles, all zero, in memory that threads share. */
export function sharedSingles(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}
