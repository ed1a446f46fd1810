import { InputError } from '@mcover/core';
import type { Validator } from '@mcover/record';

/** The first fault of a value that does not fit, as an error that names the parameter. */
export function faultOf(check: Validator<unknown>, value: unknown): InputError {
  const [{ pointer, message }] = check.problems(value);
  const missing = /^missing key "(.*)"$/.exec(message);
  const path = [...pointer.split('/').slice(1), ...(missing ? [missing[1]] : [])].join('/');
  return new InputError(path || '/', missing ? 'missing, and it has no default' : message);
}
