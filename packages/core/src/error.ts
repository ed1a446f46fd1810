/**
 * An input that cannot be used. `path` names the parameter at fault, as in a trial specification
 * (`kernel/sigma`), so that a caller who read it from a file can say where it stands.
 *
 * @example
 * const error = new InputError('kernel/sigma', '0 is not a width');
 * [error.path, error.message]; // ['kernel/sigma', 'kernel/sigma: 0 is not a width']
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly path: string;

  constructor(path: string, message: string) {
    super(`${path}: ${message}`);
    this.path = path;
  }
}

/** @throws InputError where a parameter, which may be missing, is not a whole number from 1. */
export function checkWhole(path: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new InputError(path, value === undefined ? 'missing' : `${value} is not a whole number from 1`);
}

/** @throws InputError where a parameter, which may be missing, is not a finite number from 0. */
export function checkAmount(path: string, value: number): void {
  if (Number.isFinite(value) && value >= 0) return;
  throw new InputError(path, value === undefined ? 'missing' : `${value} is not a finite number from 0`);
}
