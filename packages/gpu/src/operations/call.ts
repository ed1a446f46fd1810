/** The arrays that a kernel may read. Integers lie within ±2²⁴, where singles hold them exactly. */
export type Values = Float32Array | Int8Array | Uint8Array | Int32Array;

/** The hot batched loops, by name; `cpu/loops.ts` says in plain code what each computes. */
export type OperationName =
  | 'fields'
  | 'fieldsBack'
  | 'messages'
  | 'mix'
  | 'unmix'
  | 'weightsBack'
  | 'inputsBack';

/**
 * One run of a loop: arrays in, one array of singles out. Every entry of the output is a sum of its own in a fixed
 * order, so that a device may compute them all at once and a pool may split them, with the same result.
 */
export interface Call {
  readonly operation: OperationName;
  readonly sizes: Readonly<Record<string, number>>;
  readonly arrays: readonly Values[];
  /** Sizes of the output, which is at [(z·Y + y)·X + x]. */
  readonly shape: readonly [X: number, Y: number, Z: number];
}

/** What computes calls, and says what it is. */
export interface Device {
  readonly info: DeviceInfo;
  compute(call: Call): Promise<Float32Array>;
  /** Frees what the device holds; it computes no more. */
  close(): Promise<void>;
}

export interface DeviceInfo {
  /** How it is reached: a backend of gpu.js, WebGPU, threads, or this thread. */
  readonly backend: 'webgpu' | 'webgl2' | 'headlessgl' | 'webasm' | 'cpu' | 'pool' | 'thread';
  /** `software` imitates a GPU on the processor. */
  readonly kind: 'gpu' | 'software' | 'cpu';
  /** The device's own name, "NVIDIA H100" or "2 threads". */
  readonly name: string;
  /** Most bytes of an array that a kernel reads or writes; a GPU has such a limit. */
  readonly mostBytes?: number;
}
