import type { Description } from '@mcover/record';

/**
 * By which number each experiment is judged, and whether more of it is better: a line for those of the same.
 *
 * @param metricOf its key.
 */
export function measureLines(
  experiments: readonly string[],
  descriptions: ReadonlyMap<string, Description>,
  metricOf: (description: Description) => string | undefined,
): string[] {
  const ids = new Map<string, string[]>();
  for (const id of experiments) {
    const description = descriptions.get(id)!;
    const key = metricOf(description);
    const better = description.metrics.find((metric) => metric.key === key)?.better ?? 'lower';
    const text = `${key}, ${better} is better`;
    ids.set(text, [...(ids.get(text) ?? []), id]);
  }
  return [...ids].map(([text, own]) => `Metric${ids.size > 1 ? ` of ${own.join(', ')}` : ''}: ${text}.`);
}
