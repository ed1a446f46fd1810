import path from 'node:path';
import { type Problem, validator } from '@mcover/record';
import { readText } from '@mcover/report/disk';
import { at, messageOf, type Place, UsageError } from '../error.ts';
import { firstOf } from '../text.ts';
import { type Located, locate, member, merge, parseLocated, plain, without } from './located.ts';
import { type ExperimentFile, experimentSchema } from './schema.ts';

/** An experiment file, checked, with the profiles that it offers. */
export interface Experiment {
  id: string;
  file: string;
  profiles: string[];
  /** Absolute paths of the files that it uses beside the program. */
  uses: string[];
  /** The whole file, `extends` followed, profiles not yet laid over it. */
  node: Located;
  /** What comes over it in any profile. */
  settings?: Settings;
}

/** Settings of the caller, as they were written and as they change an experiment. */
export interface Settings {
  texts: readonly string[];
  apply(node: Located): Located;
}

const check = validator<ExperimentFile>(experimentSchema);

/** Reads an experiment and what it extends. @throws UsageError with every fault and its place. */
export function readExperiment(file: string): Experiment {
  const node = readExtended(file, []);
  refuse(node, check.problems(plain(node)).map(ofBudget));
  const { id, profiles } = plain(node) as ExperimentFile;
  return { id, file, profiles: Object.keys(profiles), uses: usedBy(node), node };
}

/** A schema can only count the keys of a budget. */
function ofBudget(problem: Problem): Problem {
  const isCount = problem.pointer.endsWith('/tune/budget') && problem.message.endsWith('properties');
  return isCount ? { ...problem, message: 'give either "trials" or "visits"' } : problem;
}

/** Each is relative to the file that names it, which may be one that is extended. */
function usedBy(node: Located): string[] {
  const uses = member(node, 'uses');
  const named = uses?.kind === 'array' ? uses.items : uses ? [uses] : [];
  return named.map((one) => path.resolve(path.dirname(one.place.file), String(plain(one))));
}

/** The file merged over what it extends; `chain` are the files that led here, `asked` the place that named it. */
function readExtended(file: string, chain: readonly string[], asked?: Place): Located {
  const node = parseLocated(textOf(file, asked), shown(file));
  const base = member(node, 'extends');
  if (base?.kind !== 'leaf' || typeof base.value !== 'string') return node;
  const target = path.resolve(path.dirname(file), base.value);
  const files = [...chain, path.resolve(file)];
  if (files.includes(target)) {
    const circle = [...files, target].map(shown).join(' → ');
    throw new UsageError(at(base.place, `/extends: runs in a circle: ${circle}`));
  }
  return merge(
    readExtended(target, files, base.place),
    without(node, (key) => key === 'extends'),
  );
}

/** Bytes of an experiment file. */
const mostBytes = 2 ** 20;

function textOf(file: string, asked?: Place): string {
  try {
    return readText(file, mostBytes).replace(/^\uFEFF/, '');
  } catch (error) {
    const message = `cannot read the experiment file ${shown(file)}: ${messageOf(error)}`;
    throw new UsageError(asked ? at(asked, `/extends: ${message}`) : message);
  }
}

/** A file as messages name it: relative to where the command was called, if it is below. */
export function shown(file: string): string {
  const relative = path.relative('', path.resolve(file));
  return relative.startsWith('..') ? path.resolve(file) : relative;
}

/** @throws UsageError that lists the problems of a value where they stand. */
export function refuse(node: Located, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ pointer, message }) => {
    const found = locate(node, pointer);
    return at(found.place, `${(found.pointer ?? pointer) || '/'}: ${message}`);
  });
  throw new UsageError(firstOf([...new Set(lines)], 'fault').join('\n'));
}

/**
 * The experiment in one of its sizes: the profile laid over it, and the settings of the caller over that.
 *
 * @throws UsageError when there is none.
 */
export function withProfile(experiment: Experiment, profile: string): Located {
  const overlay = member(member(experiment.node, 'profiles'), profile);
  if (!overlay) {
    const known = experiment.profiles.join(', ');
    throw new UsageError(
      `${shown(experiment.file)}: experiment "${experiment.id}" has no profile "${profile}"; it has: ${known}`,
    );
  }
  const node = merge(
    without(experiment.node, (key) => key === 'profiles'),
    overlay,
  );
  return experiment.settings?.apply(node) ?? node;
}
