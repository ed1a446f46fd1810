import { pathsOf } from '../summary/dimension.ts';
import type { Experiment } from '../summary/experiment.ts';

/** Heading of a figure: what it shows, the setting, and how to read the marks. */
export function titleOf(experiment: Experiment, reading: string): { text: string[]; subtitle: string[] } {
  return {
    text: wrap(experiment.title, 64),
    subtitle: [constantsOf(experiment), reading].flatMap((line) => wrap(line, 88)),
  };
}

/** The parameters that are the same wherever they occur, "N = 1000, S = 10, directed ring, μ = 2". */
function constantsOf({ groups, view, notations }: Experiment): string {
  const constant: string[] = [];
  for (const path of pathsOf(groups, notations)) {
    const values = new Set(groups.flatMap((group) => group.parameters[path] ?? []));
    // What only some series of a method have stands in their names.
    const ofMethods = new Set(groups.filter((group) => path in group.parameters).map(({ name }) => name));
    const whole = groups.every((group) => !ofMethods.has(group.name) || path in group.parameters);
    if (values.size === 1 && whole && path !== view.x && path !== view.facet && !notations.of(path).tacit)
      constant.push(notations.write(path, [...values][0]));
  }
  return constant.join(', ');
}

/** "20 trials", or "17–20 trials" where groups differ. */
export function trialsOf({ groups }: Experiment): string {
  const counts = groups.map((group) => group.trials.length);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  return `${fewest === most ? most : `${fewest}–${most}`} ${most === 1 ? 'trial' : 'trials'}`;
}

/** Breaks a text into lines of at most `width` characters, at spaces that are not beside an equals sign. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/(?<!=) (?!=)/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** As many columns as fit beside each other in a figure. */
export function legendColumns(labels: readonly string[]): number {
  const longest = Math.max(...labels.map((label) => label.length));
  return Math.max(1, Math.min(labels.length, Math.floor(570 / (longest * 7 + 34))));
}
