import { type DataSet, digestOf, findDataSet, type HiddenManifold } from '@mcover/models';
import { UsageError } from '../error.ts';
import { inspect, remedy, stateOf } from './inspect.ts';

/** Data as an experiment names it, or as a specification does. */
export interface NamedData {
  name: string;
  /** Digest over the files, in specifications that name a data set. */
  sha256?: string;
}

/** What an experiment's data become in the specifications of its trials. */
export type ResolveData = (data: NamedData) => NamedData;

export interface ResolveSetup {
  folder: string;
  /** A data set that is missing is an error instead of generated. */
  requireData: boolean;
  /** Takes one line, once for each data set that is missing. */
  warn: (text: string) => void;
  /** The data sets that there are, if not those of the program. */
  sets?: readonly DataSet[];
}

/**
 * Names each data set with its digest, or, where none of its files is there, puts a generator in its place.
 * Data sets are looked at once; names of generators stay as they are.
 *
 * A data set of which only some files are there, or one is damaged, was meant to be there: that is an error
 * and never a reason to generate data.
 */
export function dataResolver(setup: ResolveSetup): ResolveData {
  const seen = new Map<string, boolean>();
  return (data) => {
    const set = findDataSet(data.name, setup.sets);
    if (!set) return data;
    const there = seen.get(set.name) ?? isThere(set, setup);
    seen.set(set.name, there);
    return there ? withDigest(set, data) : standIn(set, data);
  };
}

/** The data that an experiment means, whether they are here or not: for reading plans, not for running them. */
export const namedData: ResolveData = (data) => {
  const set = findDataSet(data.name);
  return set ? withDigest(set, data) : data;
};

function isThere(set: DataSet, { folder, requireData, warn }: ResolveSetup): boolean {
  const state = stateOf(inspect(set, folder, { verify: true }));
  if (state === 'ready') return true;
  if (state !== 'missing') throw new UsageError(`data set ${set.name}: ${state}; ${remedy(set)}`);
  const missing = `the data set ${set.name} is not in ${folder}`;
  if (requireData) throw new UsageError(`${missing}; ${remedy(set)}`);
  warn(
    `SYNTHETIC DATA: ${missing}, and patterns of a hidden manifold stand in for it. For the real thing: ` +
      `${remedy(set)}; with --require-data this is an error.`,
  );
  return false;
}

// A digest that the experiment gives itself is kept: data of another digest are refused when they are loaded.
function withDigest(set: DataSet, data: NamedData): NamedData {
  return { sha256: digestOf(set), ...data };
}

function standIn({ name, standIn: { D, test } }: DataSet, data: NamedData): NamedData {
  const { sha256: _, ...others } = data;
  const generator: HiddenManifold = { name: 'hidden-manifold', D, test, insteadOf: name };
  return { ...others, ...generator };
}
