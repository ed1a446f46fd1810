import { cpus } from 'node:os';
import type { Found } from '../devices.ts';
import type { AsyncTask } from '../measure-async.ts';
import type { Missing, Row } from '../study.ts';

export type Place = Pick<Row, 'series' | 'subject' | 'at' | 'unit'>;

/** What is timed, where it belongs, and what is not here. */
export interface Plan {
  readonly timed: { task: AsyncTask; place: Place }[];
  readonly missing: Missing[];
  /** Frees what the tasks hold. */
  readonly close: readonly (() => Promise<void>)[];
}

/** Name of what computes where no GPU does. */
export const processor = cpus()[0]?.model.trim() || 'unknown processor';

/** A task for every device that was found, and a line for every other. */
export function add<D>(
  plan: Plan,
  found: readonly Found<D>[],
  place: (subject: string) => Place,
  taskOf: (device: D) => AsyncTask,
): void {
  for (const one of found) {
    if ('reason' in one) plan.missing.push({ ...place(one.subject), reason: one.reason });
    else plan.timed.push({ task: taskOf(one.device), place: place(one.subject) });
  }
}

/** What frees the devices that were found. */
export function closing(found: readonly Found<{ close(): Promise<void> }>[]): (() => Promise<void>)[] {
  return found.flatMap((one) => ('device' in one ? [() => one.device.close()] : []));
}
