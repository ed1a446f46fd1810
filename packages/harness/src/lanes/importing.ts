import { Worker } from 'node:worker_threads';

const requires = '--experimental-require-module';

let known: string[] | undefined;

/**
 * Options of Node for threads of piscina, which requires their module first and imports it where that fails. A thread of Node
 * 20 that is ended while it requires a standard module ends the whole process (`IsGraphAsync must be used on an instantiated
 * module`); one that imports it does not. Nothing in runtimes that cannot be told, and where the process has options that
 * threads do not take: those must then be inherited as they are.
 */
export function importing(): { execArgv?: string[] } {
  if (!process.allowedNodeEnvironmentFlags?.has(requires)) return {};
  known ??= areForThreads([...process.execArgv, requires.replace('--', '--no-')]);
  return known.length > 0 ? { execArgv: known } : {};
}

/** The options, if a thread takes them; none otherwise. Those of the process may be of V8 or of the process alone. */
function areForThreads(execArgv: string[]): string[] {
  if (execArgv.length === 1) return execArgv;
  try {
    void new Worker('', { eval: true, execArgv }).terminate();
    return execArgv;
  } catch {
    return [];
  }
}
