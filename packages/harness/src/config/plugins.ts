import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { InputError } from '@mcover/core';
import { builtIn, type KernelKind, type Model, type Plugin, Registry, type RuleKind } from '@mcover/models';
import { sha256 } from '@mcover/record';
import { readRegular } from '@mcover/report/disk';
import { codeOf, inOneLine, messageOf, UsageError } from '../error.ts';
import { installedPackages } from '../program.ts';

/**
 * Models, kernels and learning rules of one's own: modules that an experiment names under `uses`, beside the files that
 * those read. A plugin is code that one runs, with all rights of this program.
 */

/** A file that trials are made of, beside the program. */
export interface Use {
  /** Absolute path. */
  readonly file: string;
  readonly sha256: string;
}

const isModule = (file: string) => /\.[cm]?[jt]s$/.test(file);

/** The files as they are now. @throws UsageError for one that cannot be read. */
export function usesOf(files: readonly string[]): Use[] {
  return files.map((file) => {
    try {
      return { file, sha256: sha256(readRegular(file)) };
    } catch (error) {
      throw new UsageError(`cannot read ${file}, which the experiment uses: ${messageOf(error)}`);
    }
  });
}

/** Digests of files, as a specification has them. */
export function digestsOf(uses: readonly Use[]): string[] {
  return uses.map((use) => use.sha256).sort();
}

/** @throws Error where a file is not what it was when the trial was named. */
export function refuseChanged(uses: readonly Use[]): void {
  for (const { file, sha256: before } of uses) {
    if (sha256(readRegular(file)) === before) continue;
    throw new Error(`${file} was changed after the trial was planned; start again, and it is another trial`);
  }
}

/** From now on what is written to stdout goes to stderr, where no answers stand; gives what ends that. */
export function divertOutput(): () => void {
  const { stdout, stderr } = process;
  const { write } = stdout;
  stdout.write = stderr.write.bind(stderr);
  return () => {
    stdout.write = write;
  };
}

/**
 * The registry with what some modules add to it.
 *
 * @throws UsageError that names the module: it cannot be loaded, exports nothing of use, or lacks something.
 */
export async function registryWith(uses: readonly Use[]): Promise<Registry> {
  const modules = uses.filter(({ file }) => isModule(file));
  if (modules.length === 0) return builtIn;
  const plugins: Plugin[] = [];
  for (const { file, sha256 } of modules) {
    const restore = divertOutput();
    try {
      // The digest makes of a changed module another one, where this process has loaded it before.
      plugins.push(pluginOf(await import(`${pathToFileURL(file).href}?${sha256}`)));
    } catch (error) {
      throw new UsageError(
        inOneLine(`${file}: the module cannot be loaded: ${messageOf(error)}${remedy(error)}`),
      );
    } finally {
      restore();
    }
  }
  const names = modules.map(({ file }) => file).join(', ');
  if (plugins.every((plugin) => Object.values(plugin).flat().length === 0)) {
    throw new UsageError(`${names}: nothing is exported as "model", "kernel" or "rule"`);
  }
  try {
    return new Registry(plugins);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(inOneLine(`${names}: ${error.message}`));
  }
}

/**
 * What is made of an experiment; where its modules fail at it, they are named.
 *
 * @throws UsageError
 */
export function blaming<T>(uses: readonly Use[], work: () => T): T {
  const restore = divertOutput();
  try {
    return work();
  } catch (error) {
    if (uses.length === 0 || error instanceof UsageError) throw error;
    const names = uses.map(({ file }) => file).join(', ');
    throw new UsageError(inOneLine(`${names}: the module cannot be used: ${messageOf(error)}`));
  } finally {
    restore();
  }
}

/** Where the packages of this program are not found from a module: it lies outside of the program's folder. */
function remedy(error: unknown): string {
  if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND' || !/'@mcover\//.test(messageOf(error))) return '';
  return `; link the packages into a folder above it: ln -s ${installedPackages} node_modules`;
}

/** What a module exports: `model`, `kernel`, `rule`, each one value or a list. */
function pluginOf({ model = [], kernel = [], rule = [] }: Exports): Plugin {
  return { models: [model].flat(), kernels: [kernel].flat(), rules: [rule].flat() };
}

/** A registry looks at each of them. */
interface Exports {
  readonly model?: Model | Model[];
  readonly kernel?: KernelKind | KernelKind[];
  readonly rule?: RuleKind | RuleKind[];
}

/** Seconds that a module may take to load. */
const mostSeconds = 10;

/**
 * Loads modules in a thread of their own first: what loops for ever does so there, and is ended.
 *
 * @throws UsageError for a module that does not load in ten seconds, or ends its thread.
 */
export async function tryModules(uses: readonly Use[]): Promise<void> {
  const urls = uses.filter(({ file }) => isModule(file)).map(({ file }) => pathToFileURL(file).href);
  if (urls.length === 0) return;
  // A module that fails has been tried as well: it fails again where it is to be used, with its name.
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    Promise.allSettled(workerData.map((url) => import(url))).then(() => parentPort.postMessage('tried'));`;
  const worker = new Worker(code, { eval: true, workerData: urls, stdout: true });
  const names = uses.map(({ file }) => file).join(', ');
  let tried = false;
  worker.on('message', () => {
    tried = true;
  });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new UsageError(`${names}: not loaded within ${mostSeconds} s; does the module wait or loop?`));
      void worker.terminate();
    }, mostSeconds * 1000);
    const end = (settle: () => void) => () => {
      clearTimeout(timer);
      settle();
    };
    const refuse = (reason: string) => reject(new UsageError(inOneLine(`${names}: ${reason}`)));
    worker.on('error', (error) => end(() => refuse(messageOf(error)))());
    const ended =
      'the thread ended before the module was loaded; does it end its process, or wait for nothing?';
    worker.on(
      'exit',
      end(() => (tried ? resolve() : refuse(ended))),
    );
  });
}
