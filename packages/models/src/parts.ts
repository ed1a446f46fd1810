import type { Tensors } from '@mcover/core';

/** Snapshots of trials that are made of several: the tensors of each part under its name. */

export const asPart = (name: string, tensors: Tensors): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([key, tensor]) => [`${name}.${key}`, tensor]));

/** The tensors of one part; none where it had not begun. */
export function partOf(name: string, from: Tensors): Tensors | undefined {
  const own = Object.entries(from).filter(([key]) => key.startsWith(`${name}.`));
  return own.length === 0
    ? undefined
    : Object.fromEntries(own.map(([key, tensor]) => [key.slice(name.length + 1), tensor]));
}
