import { plural } from '@mcover/record';
import { gather } from '../summary/gather.ts';
import { writeError, writeShare, writeSigned } from '../tables/number.ts';
import type { Effect } from './effect.ts';
import type { Gate } from './gate.ts';
import type { Pair } from './pair.ts';

/** "21 cells skipped: no data set A": one line for all of them; nothing where there is none. */
export function skippedLine({ skipped }: Pick<Gate, 'skipped'>): string | undefined {
  if (skipped.length === 0) return undefined;
  const missing = [...new Set(skipped.map(({ dataSet }) => dataSet))].join(' ');
  return `${plural(skipped.length, 'cell')} skipped: no ${missing.replaceAll(' ', ', ')}; "mcover data fetch ${missing}", then run again`;
}

/** What a gate is about to do, how surely, and what it can see: lines to print before it runs. */
export function statementOf(gate: Gate, effects: ReadonlyMap<Pair, Effect | undefined>): string[] {
  const { pairs, faults, tests, alpha } = gate;
  const skipped = skippedLine(gate);
  const equal = pairs.filter((pair) => pair.equal).length;
  return [
    `${plural(pairs.length, 'cell')} to compare, ${equal} of them with records equal to the reference's` +
      `${faults.length ? `; ${plural(faults.length, 'cell')} at fault` : ''}`,
    `${plural(tests, 'one-sided test')}; any false alarm has a probability of ${alpha} at most (Holm)`,
    ...(skipped ? [skipped] : []),
    ...(pairs.length > 0
      ? [
          'seen with 90 % power, the smallest effects of the cells of each experiment:',
          ...reachLines(gate, effects),
        ]
      : []),
  ];
}

/** The smallest effects that are seen in the cells of each experiment. */
export function reachLines({ pairs }: Gate, effects: ReadonlyMap<Pair, Effect | undefined>): string[] {
  return [...gather(pairs, ({ fresh }) => fresh.experiment)].map(
    ([experiment, own]) => `  ${experiment} (${trials(own)} trials): ${reach(own, effects)}`,
  );
}

/** "40 against 20", or "40 against 16 to 20". */
function trials(pairs: readonly Pair[]): string {
  const of = (side: 'reference' | 'fresh') =>
    range(
      pairs.map((pair) => pair[side].group.trials.length).sort((a, b) => a - b),
      String,
    );
  return `${of('reference')} against ${of('fresh')}`;
}

function reach(pairs: readonly Pair[], effects: ReadonlyMap<Pair, Effect | undefined>): string {
  const all = pairs.map((pair) => effects.get(pair));
  const { metric } = pairs[0].reference.terms;
  const rises = all.flatMap((effect) => (effect?.statistic === 'mean' ? Math.abs(effect.rise) : []));
  const shares = gather(
    all.flatMap((effect) => (effect?.statistic === 'share' ? [effect] : [])),
    ({ flag }) => flag.key,
  );
  const blind = all.filter((effect) => effect === undefined).length;
  const ascending = (values: number[]) => values.sort((a, b) => a - b);
  return [
    ...(rises.length
      ? [
          `mean ${metric!.label} ${metric!.better === 'lower' ? 'up' : 'down'} by ` +
            range(ascending(rises), (rise) => writeError(rise, metric!.decimals)),
        ]
      : []),
    ...[...shares.values()].map(
      (own) =>
        `share ${own[0].flag.label} ${own[0].flag.better === 'higher' ? 'down' : 'up'} to ` +
        range(ascending(own.map(({ to }) => to)), writeShare),
    ),
    ...(blind ? [`in ${plural(blind, 'cell')} nothing for sure: too few trials`] : []),
  ].join('; ');
}

function range(sorted: readonly number[], write: (value: number) => string): string {
  const [low, high] = [write(sorted[0]), write(sorted[sorted.length - 1])];
  return low === high ? low : `${low} to ${high}`;
}

/** "mean +0.0130", "solved ≤ 0.12": one cell's effect in a table. */
export function writeEffect(effect: Effect | undefined, decimals?: number): string {
  if (effect === undefined) return 'nothing for sure';
  if (effect.statistic === 'mean') return `mean ${writeSigned(effect.rise, decimals)}`;
  const { flag, to } = effect;
  return `${flag.label} ${flag.better === 'higher' ? '≤' : '≥'} ${writeShare(to)}`;
}
