/** Ids of experiments and profiles name files and folders, and stand in commands and links. */
export const namePattern = '^[a-z0-9][a-z0-9-]*$';

/** Whether a text can be the id of an experiment. */
export function isName(text: string): boolean {
  return new RegExp(namePattern).test(text);
}

/** Ends of the names of an experiment's files, in a folder such as results/quick. */
export const journalEnding = '.ndjson';
export const traceEnding = '.trace.ndjson';

/**
 * The experiments that have a journal among some files, in the order of their names. No name of an experiment has a dot:
 * `x.trace.ndjson` is no journal of "x.trace".
 */
export function experimentsAmong(files: readonly string[]): string[] {
  return endedBy(
    files.filter((name) => !name.endsWith(traceEnding)),
    journalEnding,
  );
}

/** The experiments that have traces among some files. */
export function tracedAmong(files: readonly string[]): string[] {
  return endedBy(files, traceEnding);
}

function endedBy(files: readonly string[], ending: string): string[] {
  return files
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}
