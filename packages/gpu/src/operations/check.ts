import { InputError } from '@mcover/core';

/** @throws InputError when an array is not as long as the sizes say. */
export function checkLength(name: string, array: ArrayLike<number>, length: number): void {
  if (array.length !== length)
    throw new InputError(name, `${array.length} entries, but the sizes ask for ${length}`);
}
