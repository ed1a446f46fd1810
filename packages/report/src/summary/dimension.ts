import type { Group } from './group.ts';
import type { Notations } from './notation.ts';
import type { Value } from './parameters.ts';

/** A parameter in which the groups of an experiment differ. */
export interface Dimension {
  path: string;
  /** How many values it takes. */
  size: number;
  /** Every group has it. */
  common: boolean;
  numeric: boolean;
}

/**
 * The parameters that tell the groups apart beside their method, none of which follows from the method and
 * the ones before it: where γ belongs to RSA alone, or S is always N, it is left out. Those that every group
 * has come first, the richest first.
 */
export function dimensionsOf(groups: readonly Group[], notations: Notations): Dimension[] {
  const varying = pathsOf(groups, notations)
    .map((path) => dimension(groups, path))
    .filter(({ size, common }) => size > 1 || !common)
    .sort(
      (a, b) => Number(b.common) - Number(a.common) || b.size - a.size || notations.compare(a.path, b.path),
    );
  const kept: Dimension[] = [];
  for (const candidate of varying) if (!follows(groups, candidate, kept)) kept.push(candidate);
  return kept;
}

/** The parameters that some group has, in the order of reading. */
export function pathsOf(groups: readonly Group[], notations: Notations): string[] {
  return [...new Set(groups.flatMap((group) => Object.keys(group.parameters)))].sort(notations.compare);
}

function dimension(groups: readonly Group[], path: string): Dimension {
  const present = groups.flatMap((group) => group.parameters[path] ?? []);
  return {
    path,
    size: new Set(present).size,
    common: groups.every((group) => path in group.parameters),
    numeric: present.every((value) => typeof value === 'number'),
  };
}

/** Whether groups of equal method and equal `given` always agree in the candidate. */
function follows(groups: readonly Group[], { path }: Dimension, given: readonly Dimension[]): boolean {
  const seen = new Map<string, Value | undefined>();
  return groups.every((group) => {
    const key = placeOf(
      group,
      given.map((dimension) => dimension.path),
    );
    const value = group.parameters[path];
    if (!seen.has(key)) seen.set(key, value);
    return seen.get(key) === value;
  });
}

/** Name of the method and values of some parameters, as a key. */
export function placeOf(group: Group, paths: readonly string[]): string {
  return JSON.stringify([group.name, ...paths.map((path) => group.parameters[path] ?? null)]);
}
