import { pathsOf } from '../summary/dimension.ts';
import type { Experiment } from '../summary/experiment.ts';
import { gather } from '../summary/gather.ts';
import type { Group } from '../summary/group.ts';
import type { Notations } from '../summary/notation.ts';
import { compareValues, type Value } from '../summary/parameters.ts';

/** Every parameter, those that all groups share first, then each method's own: "RSA: M = 3, γ = 1". */
export function settingOf({ groups, notations }: Experiment): string {
  const shared = pathsOf(groups, notations).filter((path) =>
    groups.every((group) => group.parameters[path] === groups[0].parameters[path]),
  );
  const parts = [`All: ${write(groups, shared, notations)}.`];
  for (const [name, members] of gather(groups, (group) => group.name)) {
    const own = pathsOf(members, notations).filter((path) => !shared.includes(path));
    if (own.length) parts.push(`${name}: ${write(members, own, notations)}.`);
  }
  return parts.join(' ');
}

function write(groups: readonly Group[], paths: readonly string[], notations: Notations): string {
  return paths.map((path) => writeValues(path, valuesOf(groups, path), notations, true)).join(', ');
}

function writeValues(path: string, values: readonly Value[], notations: Notations, whole = false): string {
  if (values.length === 1) return notations.write(path, values[0], whole);
  const { bare, symbol } = notations.of(path);
  const written = values.map((value) => notations.writeValue(path, value, whole));
  return bare ? written.join(' or ') : `${symbol} ∈ {${written.join(', ')}}`;
}

function valuesOf(groups: readonly Group[], path: string): Value[] {
  return [...new Set(groups.flatMap((group) => group.parameters[path] ?? []))].sort(compareValues);
}

/** Where the setting is not the paper's, "N = 500 (paper: 1000)"; undefined where the paper has none. */
export function departuresOf(experiment: Experiment): string[] | undefined {
  const { groups: all, description, notations } = experiment;
  const { paper } = description;
  if (!paper) return undefined;
  // Controls are none of the paper's.
  const groups = all.filter(({ control }) => !control);
  if (groups.length === 0) return undefined;
  const departures: string[] = [];
  for (const [path, wanted] of Object.entries(paper.parameters)) {
    const values = valuesOf(groups, path);
    if (values.some((value) => value !== wanted)) {
      departures.push(
        `${writeValues(path, values, notations)} (paper: ${notations.writeValue(path, wanted)})`,
      );
    }
  }
  const counts = groups.map((group) => group.trials.length).sort((a, b) => a - b);
  const [fewest, most] = [counts[0], counts[counts.length - 1]];
  // More trials than the paper's are no departure.
  if (fewest < (paper.trials ?? 0)) {
    const trials = fewest === most ? String(most) : `${fewest} to ${most}`;
    departures.push(`${trials} trials (paper: ${paper.trials})`);
  }
  return departures;
}
