import { type Tensors, tensorOf } from '../trial.ts';
import type { Trainer } from './descent.ts';

/** The copies that a trainer moves, as a centre sees them and moves them in turn. */
export type Copies = Pick<Trainer<unknown>, 'weights' | 'replace'>;

/**
 * Weights of one copy beside those that a trainer moves: they follow these from step to step, may draw them, and are read
 * out in the place of their mean. In doubles with any engine.
 */
export interface Centre {
  /** The weights now; not to be changed. */
  readonly weights: Float64Array;
  /** Called after each gradient step of an epoch, counted from 0. */
  follow(copies: Copies, epoch: number): void;
  /** All that it keeps from step to step, its weights among it, changed in place. */
  readonly kept: Readonly<Record<string, Float64Array | Uint32Array>>;
}

const nameOf = (name: string) => `centre.${name}`;

/** What a snapshot has of where a centre stands: copies. */
export function centreSnapshot({ kept }: Centre): Tensors {
  return Object.fromEntries(
    Object.entries(kept).map(([name, data]) => [nameOf(name), { shape: [data.length], data: data.slice() }]),
  );
}

/** Puts a centre where that of a snapshot stood. @throws Error where the snapshot has none of its kind and size. */
export function restoreCentre({ kept }: Centre, from: Tensors): void {
  for (const [name, values] of Object.entries(kept))
    values.set(tensorOf(from, nameOf(name), values.length, Float64Array));
}
