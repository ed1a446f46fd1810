import { type TSchema, Type } from '@mcover/record';

/** Words of the numbers and curves that landscapes give. */

const share = { minimum: 0, maximum: 1 };

/** An error, or a difference of errors. */
export const errorOf = (label: string, more = {}): TSchema => Type.Number({ label, ...more });

/** Errors along a path, at even steps from its first end to its second. */
export const alongPath = (label: string): TSchema =>
  Type.Array(Type.Number(share), { label, along: { label: 'place t on the path' } });

/** Numbers along the values of a parameter. */
export const alongValues = (label: string, axis: string, values: string): TSchema =>
  Type.Array(Type.Number(), { label, along: { label: axis, values } });

export const trainError = errorOf('train error', share);
export const testError = errorOf('test error', share);

/** A list of sizes, to which the curves run. */
export const sizes = (by: readonly number[], symbol: string, description: string, most = Number.MAX_VALUE) =>
  Type.Array(Type.Number({ minimum: 0, maximum: most }), {
    minItems: 1,
    default: [...by],
    symbol,
    description,
    tacit: true,
  });

export const levels = Type.Integer({
  minimum: 1,
  maximum: 10,
  default: 5,
  symbol: 'levels',
  description: 'paths have 2^levels steps',
  tacit: true,
});

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
