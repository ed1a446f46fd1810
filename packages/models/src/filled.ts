import { InputError } from '@mcover/core';
import { kernelFields } from '@mcover/core/internals';
import { type TrialSpec, validator } from '@mcover/record';
import { faultOf } from './fault.ts';
import type { Model, Setting } from './model.ts';

/**
 * Parameters of a model with all defaults filled in, and their method: without a name, the one with the fewest
 * parameters that knows all that are given.
 *
 * @example
 * const model = builtIn.model('perceptron');
 * filled(model, { N: 21, alpha: 1 }).method; // 'vanilla'
 * filled(model, { N: 21, alpha: 1, M: 3, kernel: { kind: 'uniform' } }).params.S; // 10
 * filled(model, { alpha: 1 }); // throws N: missing
 * filled(model, { N: 21, alpha: 1, M: 3 }); // throws M: nothing couples the 3 copies
 *
 * @throws InputError that names a parameter which no method knows, which is missing, or which is not allowed; and M where
 * several methods have M copies, and nothing tells which one is meant.
 */
export function filled(
  model: Pick<Model, 'name' | 'methods'>,
  params: Readonly<Record<string, unknown>>,
  named?: string,
): Omit<Setting<TrialSpec['params']>, 'seed'> {
  if (typeof params !== 'object' || params === null || Array.isArray(params))
    throw new InputError('params', `${JSON.stringify(params)} is no object of parameters`);
  const method = named ?? methodFor(model, params);
  const meant = Object.hasOwn(model.methods, method) ? model.methods[method] : undefined;
  if (!meant) {
    const known = Object.keys(model.methods).join(', ');
    throw new InputError('method', `the ${model.name} has no method "${method}"; known: ${known}`);
  }
  const filling = validator<TrialSpec['params']>(meant.params, { fill: true });
  const values = copyOf(params);
  if (!filling.fits(values)) throw faultOf(filling, values);
  refuseStrange(values.kernel);
  return { method, params: values };
}

/** A parameter that a kernel of this program does not have. Those of one's own are free. @throws InputError */
function refuseStrange(kernel: unknown): void {
  if (typeof kernel !== 'object' || kernel === null || 'rows' in kernel) return;
  const { kind, ...rest } = kernel as { kind: string };
  const known = Object.hasOwn(kernelFields, kind) ? kernelFields[kind] : undefined;
  const strange = known && Object.keys(rest).find((field) => !known.includes(field));
  if (strange === undefined) return;
  const has = known!.length > 0 ? `it has: ${known!.join(', ')}` : 'it has none';
  throw new InputError(`kernel/${strange}`, `the kernel "${kind}" has no such parameter; ${has}`);
}

function methodFor(
  { name, methods }: Pick<Model, 'name' | 'methods'>,
  params: Readonly<Record<string, unknown>>,
): string {
  const keysOf = (method: string) => Object.keys(methods[method].params.properties);
  const all = Object.keys(methods).sort((a, b) => keysOf(a).length - keysOf(b).length);
  const known = [...new Set(all.flatMap(keysOf))];
  const keys = Object.keys(params).filter((key) => params[key] !== undefined);
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new InputError(unknown, `the ${name} has no such parameter; known: ${known.join(', ')}`);
  }
  const taking = all.filter((method) => keys.every((key) => keysOf(method).includes(key)));
  const usual = taking.filter((method) => !methods[method].solver);
  const fitting = usual.length > 0 ? usual : taking;
  const { M } = params;
  if (fitting.length > 1 && typeof M === 'number' && M > 1) {
    const ways = fitting.map((method) => {
      const own = keysOf(method).filter((key) => fitting.some((other) => !keysOf(other).includes(key)));
      return own.length > 0 ? `${own.join(' or ')} for "${method}"` : `the method "${method}" by its name`;
    });
    throw new InputError('M', `nothing couples the ${M} copies; give ${ways.join(', ')}`);
  }
  if (fitting.length > 0) return fitting[0];
  throw new InputError(keys[keys.length - 1], `no method of the ${name} takes ${keys.join(', ')} together`);
}

/** A deep copy, which defaults are filled into; functions, of a kernel of one's own, stay what they are. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, copyOf(item)]));
}
