import { canonical, cellId, type TrialRecord } from '@mcover/record';

/** Items by key; keys and items stay in the order of their coming. */
export function gather<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const gathered = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const list = gathered.get(key);
    if (list) list.push(item);
    else gathered.set(key, [item]);
  }
  return gathered;
}

/** Records by the ids of their cells. */
export function gatherCells(records: readonly TrialRecord[]): Map<string, TrialRecord[]> {
  const cells = gather(records, ({ spec: { seed: _seed, ...cell } }) => canonical(cell));
  return new Map([...cells.values()].map((own) => [cellId(own[0].spec), own]));
}
