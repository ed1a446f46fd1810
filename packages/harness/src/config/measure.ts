import { metricsOf } from '@mcover/models';
import { knownWords, type Metric, type TObject } from '@mcover/record';
import type { UsageError } from '../error.ts';

/** What trials are judged by, and between which all of its values lie. */
export interface Measure {
  metric: string;
  better: Metric['better'];
  range: { low: number; high: number };
}

/**
 * The number of the results that is asked for, or the model's first, in the range that is given, or the model's.
 *
 * @param fault makes an error of the place of a pointer.
 *
 * @throws what `fault` makes.
 */
export function measureOf(
  { metric, range }: { metric?: string; range?: readonly number[] },
  result: TObject,
  fault: (pointer: string, message: string) => UsageError,
): Measure {
  const keys = metricsOf(result).map(({ key }) => key);
  const key = metric ?? keys[0];
  const schema = Object.hasOwn(result.properties, key) ? result.properties[key] : undefined;
  if (!schema || !['number', 'integer', 'boolean'].includes(schema.type))
    throw fault('/metric', `no number of the results is called "${key}"${knownWords(key, keys)}`);
  const [low, high] = range ?? (schema.type === 'boolean' ? [0, 1] : [schema.minimum, schema.maximum]);
  if (low === undefined || high === undefined)
    throw fault(
      '',
      `the ${key} of this model has no range; say "range": [low, high], between which all of its values lie`,
    );
  if (!(low < high)) throw fault('/range', `${low} is not below ${high}`);
  return { metric: key, better: schema.better ?? 'lower', range: { low, high } };
}
