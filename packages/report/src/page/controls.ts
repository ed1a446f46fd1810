import type { Comparison } from '../summary/comparison.ts';
import type { Experiment } from '../summary/experiment.ts';
import type { Group } from '../summary/group.ts';
import { writeParameter } from '../summary/parameters.ts';
import { controlOf } from '../summary/role.ts';
import { sayThatP, writeError } from '../tables/number.ts';
import { significance } from './verdict.ts';

/** What the rows of controls are, and what they mean as far as these trials show it. */
export function controlsNote(experiment: Experiment): string | undefined {
  const controls = experiment.groups.filter(({ control }) => control);
  if (controls.length === 0) return undefined;
  // Groups of one control that differ in the arithmetic or the data are described alike.
  const descriptions = new Set(controls.map((group) => describe(group, experiment)));
  const sentences = [
    `**Controls**, which the paper does not have: ${[...descriptions].join('; ')}.`,
    ...findings(experiment),
  ];
  return sentences.join(' ');
}

function describe({ method, name, parameters }: Group, { entry }: Experiment): string {
  if (method === 'independent') {
    return `${name}, ${parameters.M} networks that SGD trains apart and that are averaged, without any routing`;
  }
  const { baseline, name: own, reason } = controlOf(method, parameters, entry)!;
  const write = (of: Group['parameters']) =>
    Object.keys(baseline)
      .map((path) => writeParameter(path, of[path]))
      .join(', ');
  // A name of its own does not say which values it stands for.
  const values = own ? `with ${write(parameters)} ` : '';
  return `${name}, ${values}in place of ${write(baseline)}${reason ? `, ${reason}` : ''}`;
}

/** The sentences that follow from the comparisons: none of a control that does not stand beside one SGD and one M-cover. */
function findings({ groups, comparisons }: Experiment): string[] {
  const sole = (method: string, control: boolean) => {
    const found = groups.filter((group) => group.method === method && group.control === control);
    return found.length === 1 ? found[0] : undefined;
  };
  const between = (a: Group | undefined, b: Group | undefined) => a && b && differenceOf(comparisons, a, b);
  const [base, lift] = [sole('sgd', false), sole('mcover', false)];
  const copies = sole('independent', true);
  const gain = between(lift, base);
  if (!gain) return [];
  if (Math.min(...comparisons.map(({ smallestP }) => smallestP)) * comparisons.length >= significance) {
    return ['The trials are too few to say what they mean.'];
  }
  return [
    gainSentence(gain),
    ...copiesSentence(between(copies, base), between(lift, copies), gain),
    ...['sgd', 'mcover'].flatMap((method) => {
      const other = sole(method, true);
      return other ? otherSentence(other, between(other, lift), gain, base!) : [];
    }),
  ];
}

/** Mean of one group minus that of another, and what may be said of it. */
interface Difference {
  outcome: 'lower' | 'higher' | 'open';
  /** "0.0085 [0.0062, 0.0108], p below 0.001": with its sign where the outcome is open. */
  text: string;
}

function differenceOf(comparisons: readonly Comparison[], a: Group, b: Group): Difference | undefined {
  const isOf = (subject: Group, reference: Group) => (comparison: Comparison) =>
    comparison.subject.group === subject && comparison.reference.group === reference;
  const straight = comparisons.find(isOf(a, b));
  const comparison = straight ?? comparisons.find(isOf(b, a));
  if (!comparison) return undefined;
  const { difference, interval, adjusted } = comparison;
  const sign = straight ? 1 : -1;
  const outcome = adjusted >= significance ? 'open' : sign * difference < 0 ? 'lower' : 'higher';
  // The size of a difference that is there, else its value.
  const factor = outcome === 'open' ? sign : Math.sign(difference);
  const [low, high] = [factor * interval.low, factor * interval.high].sort((x, y) => x - y);
  const text = `${writeError(factor * difference)} [${writeError(low)}, ${writeError(high)}], ${sayThatP(adjusted)}`;
  return { outcome, text };
}

function gainSentence({ outcome, text }: Difference): string {
  if (outcome === 'open')
    return `M-cover itself is not significantly apart from SGD (M-cover − SGD: ${text}).`;
  return `M-cover is ${outcome === 'lower' ? 'better' : 'worse'} than SGD by ${text}.`;
}

function copiesSentence(
  effect: Difference | undefined,
  rest: Difference | undefined,
  gain: Difference,
): string[] {
  if (!effect || !rest) return [];
  const first = {
    lower: `Averaging independent copies improves on SGD by ${effect.text}`,
    higher: `Averaging independent copies is worse than SGD by ${effect.text}`,
    open: `Averaging independent copies has no significant effect (copies − SGD: ${effect.text})`,
  };
  const second = {
    lower: `M-cover improves on them by ${rest.text}`,
    higher: `they are better than M-cover by ${rest.text}`,
    open: `M-cover is not significantly apart from them (M-cover − copies: ${rest.text})`,
  };
  const both = effect.outcome === 'lower' && gain.outcome === 'lower';
  const meaning = !both
    ? ''
    : rest.outcome === 'lower'
      ? ': part of the gain comes from averaging alone, without any routing'
      : ': no gain of routing beyond that of averaging is to be seen';
  return [`${first[effect.outcome]}, and ${second[rest.outcome]}${meaning}.`];
}

/** Of a control with other parameters. */
function otherSentence(
  { name, parameters }: Group,
  difference: Difference | undefined,
  gain: Difference,
  base: Group,
): string[] {
  if (!difference) return [];
  const tuned = parameters.rate !== base.parameters.rate;
  const [who, short] = tuned ? ['SGD with a tuned, annealed rate', 'tuned SGD'] : [name, 'control'];
  const first = {
    lower: `${who} is better than M-cover by ${difference.text}`,
    higher: `${who} is worse than M-cover by ${difference.text}`,
    open: `${who} is not significantly apart from M-cover (${short} − M-cover: ${difference.text})`,
  };
  const over = `over the baseline at ${writeParameter('rate', base.parameters.rate)}`;
  const meaning =
    !tuned || gain.outcome !== 'lower'
      ? ''
      : difference.outcome === 'higher'
        ? `: the gain shown is not only ${over}`
        : `: the gain shown is ${over}, not over a tuned one`;
  return [`${first[difference.outcome]}${meaning}.`];
}
