import type { Metric } from '@mcover/record';
import { significance } from '../statistics/interval.ts';
import type { Comparison } from '../summary/comparison.ts';
import type { Experiment } from '../summary/experiment.ts';
import type { Group } from '../summary/group.ts';
import { controlOf, rivalsOf } from '../summary/method.ts';
import { escaped } from '../tables/markdown.ts';
import { sayP, sayThatP, writeError } from '../tables/number.ts';
import { smallestAdjusted } from './verdict.ts';

/** What the rows of controls are, and what they mean as far as these trials show it. */
export function controlsNote(experiment: Experiment): string | undefined {
  const { groups, description } = experiment;
  const controls = groups.filter(({ control }) => control);
  if (controls.length === 0) return undefined;
  // Groups of one control that differ in the arithmetic or the data are described alike.
  const told = new Set(controls.map((group) => escaped(describe(group, experiment))));
  const which = description.paper ? ', which the paper does not have' : '';
  return [`**Controls**${which}: ${[...told].join('; ')}.`, ...findings(experiment)].join(' ');
}

function describe({ method, name, parameters }: Group, { description, notations }: Experiment): string {
  const { control, about } = description.methods?.[method] ?? {};
  if (control) return about ? `${name}, ${about}` : name;
  const { baseline, name: own, reason } = controlOf(method, parameters, description)!;
  const write = (of: Group['parameters']) =>
    Object.keys(baseline)
      .map((path) => notations.write(path, of[path] ?? '–'))
      .join(', ');
  // A name of its own does not say which values it stands for.
  const values = own ? `with ${write(parameters)} ` : '';
  return `${name}, ${values}in place of ${write(baseline)}${reason ? `, ${reason}` : ''}`;
}

/** What the method under study gains over the base method: nothing is said where either has several groups. */
export function gainOf({
  groups,
  comparisons,
  description,
  metric,
}: Experiment): { base: Group; studied: Group; gain: Difference } | undefined {
  const rivals = rivalsOf(description);
  const sole = (method: string | undefined) => {
    const found = groups.filter((group) => group.method === method && !group.control);
    return found.length === 1 ? found[0] : undefined;
  };
  const [base, studied] = [sole(rivals[0]), sole(rivals.at(-1))];
  const gain = base && studied && metric && differenceOf(comparisons, studied, base, metric);
  return gain && { base, studied, gain };
}

/** The sentences that follow from the comparisons of the base method, the one under study and each control. */
function findings(experiment: Experiment): string[] {
  const { groups, comparisons, metric } = experiment;
  const found = gainOf(experiment);
  if (!found || !metric) return [];
  const { base, studied, gain } = found;
  const between = (a: Group, b: Group) => differenceOf(comparisons, a, b, metric);
  if (Math.min(...comparisons.map(({ smallestP }) => smallestP)) * comparisons.length >= significance) {
    return ['The trials are too few to say what they mean.'];
  }
  const controls = groups.filter(({ control }) => control);
  return [
    `${nameOf(studied)} against ${nameOf(base)}: ${gain.text}.`,
    ...controls.flatMap((control) => {
      const [effect, rest] = [between(control, base), between(control, studied)];
      if (!effect || !rest) return [];
      const against = `against ${nameOf(base)}: ${effect.text}; against ${nameOf(studied)}: ${rest.text}.`;
      return [`${nameOf(control)} ${against}${meaningOf(gain, effect, rest)}`];
    }),
  ];
}

/** A name that begins a sentence; that it is a control's need not be said again. */
function nameOf({ name }: Group): string {
  return escaped(name.replace(/ \(control\)$/, '').replace(/^./u, (letter) => letter.toUpperCase()));
}

/** What a control says of a gain: that it has all of it, or a part. */
function meaningOf(gain: Difference, effect: Difference, rest: Difference): string {
  if (gain.outcome !== 'better') return '';
  if (rest.outcome !== 'worse') return ' No gain beyond that of the control is to be seen.';
  return effect.outcome === 'better' ? ' Part of the gain is that of the control.' : '';
}

/** One group against another. */
interface Difference {
  outcome: 'better' | 'worse' | 'open';
  /** "better by 0.0085 [0.0062, 0.0108], p below 0.001": the difference has its sign where it is open. */
  text: string;
}

function differenceOf(
  comparisons: readonly Comparison[],
  a: Group,
  b: Group,
  { better, decimals }: Metric,
): Difference | undefined {
  const isOf = (subject: Group, reference: Group) => (comparison: Comparison) =>
    comparison.subject.group === subject && comparison.reference.group === reference;
  const straight = comparisons.find(isOf(a, b));
  const comparison = straight ?? comparisons.find(isOf(b, a));
  if (!comparison) return undefined;
  const { interval, adjusted } = comparison;
  const sign = straight ? 1 : -1;
  const difference = sign * comparison.difference;
  const open = adjusted >= significance;
  const outcome = open ? 'open' : difference < 0 === (better === 'lower') ? 'better' : 'worse';
  // The size of a difference that is there, else its value.
  const factor = open ? sign : Math.sign(comparison.difference);
  const [low, high] = [factor * interval.low, factor * interval.high].sort((x, y) => x - y);
  const [size, from, to] = [factor * comparison.difference, low, high].map((x) => writeError(x, decimals));
  const found = `${size} [${from}, ${to}]`;
  const least = smallestAdjusted(comparisons);
  if (open && least >= significance)
    return { outcome, text: `too few trials to tell: ${found}, and p is ${sayP(least)} at least` };
  const verdict = open ? 'not significantly apart, by' : `${outcome} by`;
  return { outcome, text: `${verdict} ${found}, ${sayThatP(adjusted)}` };
}
