import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export interface Options {
  short: boolean;
  json: boolean;
  out: string;
  /** Ids of studies. */
  only: string[];
}

/** Folder of the whole project. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));

export const usage = (studies: readonly string[]): string =>
  `Usage: bench [--short] [--json] [--out DIR] [--only STUDY,…]; studies: ${studies.join(', ')}`;

/** @throws Error that says what is wrong with the call. */
export function optionsOf(args: readonly string[], studies: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      out: { type: 'string', default: join(repository, 'report', 'benchmarks') },
      only: { type: 'string', default: studies.join() },
    },
  });
  const only = values.only.split(',');
  const unknown = only.filter((id) => !studies.includes(id));
  if (unknown.length > 0) throw new Error(`--only: there is no study ${unknown.join(', ')}`);
  return { ...values, only };
}
