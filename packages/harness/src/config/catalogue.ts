import fs from 'node:fs';
import path from 'node:path';
import { knownWords } from '@mcover/record';
import { UsageError } from '../error.ts';
import { experimentsFolder } from '../program.ts';
import { type Experiment, readExperiment, shown } from './experiment.ts';

/** The experiment files that the program brings, one for each table or figure of the paper. */
export function paperFiles(): string[] {
  const names = fs.existsSync(experimentsFolder) ? fs.readdirSync(experimentsFolder) : [];
  const files = names.filter((name) => name.endsWith('.json')).sort();
  return files.map((name) => path.join(experimentsFolder, name));
}

/** What is asked for: files that were named by the caller must have the profile, others may lack it. */
export interface Choice {
  files: readonly string[];
  named: boolean;
  profile: string;
  /** Ids, or how some of them begin: `table3`. */
  only?: readonly string[] | undefined;
}

/** @throws UsageError for an unknown id, two files of one id, or a profile that is nowhere. */
export function chooseExperiments({ files, named, profile, only }: Choice): Experiment[] {
  const all = files.map(readExperiment);
  refuseDouble(all);
  const ids = only?.flatMap((name) => idsOf(all, name));
  const asked = ids ? all.filter(({ id }) => ids.includes(id)) : all;
  if (named || only) return asked;
  const chosen = asked.filter(({ profiles }) => profiles.includes(profile));
  if (chosen.length > 0) return chosen;
  const known = [...new Set(all.flatMap(({ profiles }) => profiles))].join(', ');
  throw new UsageError(`no experiment has a profile "${profile}"; profiles: ${known}`);
}

function refuseDouble(all: readonly Experiment[]): void {
  const seen = new Map<string, string>();
  for (const { id, file } of all) {
    const other = seen.get(id);
    if (other) throw new UsageError(`${shown(file)}: the id "${id}" is also that of ${shown(other)}`);
    seen.set(id, file);
  }
}

/** The id that is meant, or all that begin so. @throws UsageError where there is none. */
function idsOf(all: readonly Experiment[], name: string): string[] {
  const ids = all.map(({ id }) => id);
  const meant = ids.includes(name) ? [name] : ids.filter((id) => id.startsWith(name));
  if (meant.length > 0) return meant;
  throw new UsageError(`no experiment "${name}"${knownWords(name, ids)}`);
}
