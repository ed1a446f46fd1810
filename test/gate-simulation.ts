import { stream, uniform } from '@mcover/core';
import { below } from '@mcover/core/internals';
import { type Described, decide, type Effect, effectOf, familyOf, gateOf, type Pair } from '@mcover/report';

/** How a gate does over many draws of two disjoint subsets of one pool of trials, with n and m of each cell. */
export interface Setting {
  pool: Described;
  n: number;
  m: number;
  draws: number;
  alpha: number;
}

export interface Outcome {
  draws: number;
  cells: number;
  /** Draws in which some cell was found worse. */
  alarms: number;
  /** Draws in which some cell was found better. */
  praise: number;
}

/** Draws without any change. */
export function falseAlarms(setting: Setting): Outcome {
  const outcome = { draws: setting.draws, cells: 0, alarms: 0, praise: 0 };
  for (const { pairs } of drawn(setting)) {
    const standings = decide({ ...familyOf(pairs, setting.alpha), pairs }).map(({ standing }) => standing);
    outcome.cells = pairs.length;
    if (standings.includes('worse')) outcome.alarms++;
    if (standings.includes('better')) outcome.praise++;
  }
  return outcome;
}

/** Of the draws that had an effect to state, of either kind, those in which the gate saw it. */
export type Detections = Record<Effect['statistic'], { stated: number; seen: number; effect: number }>;

/**
 * Draws in which one cell, each in turn, became worse by just the effect that the gate states for it. A cell for
 * which nothing is stated leaves its turn to the next one.
 */
export function detections(setting: Setting): Detections {
  const found: Detections = {
    mean: { stated: 0, seen: 0, effect: 0 },
    share: { stated: 0, seen: 0, effect: 0 },
  };
  let turn = 0;
  for (const { pairs, whole, random } of drawn(setting)) {
    const { level } = familyOf(pairs, setting.alpha);
    let effect: Effect | undefined;
    do effect = effectOf(pairs[turn++ % pairs.length], level);
    while (effect === undefined);
    const at = (turn - 1) % pairs.length;
    const changed = pairs.with(at, worsened(pairs[at], whole[at], effect, random));
    const { standing } = decide({ ...familyOf(changed, setting.alpha), pairs: changed })[at];
    const kind = found[effect.statistic];
    kind.stated++;
    kind.effect += effect.statistic === 'mean' ? effect.rise : effect.to;
    if (standing === 'worse') kind.seen++;
  }
  return found;
}

type Trials = Pair['fresh']['group']['trials'];
type Random = ReturnType<typeof stream>;

/** The draws: the pairs of all cells, and beside them all trials of each cell. */
function* drawn({ pool, n, m, draws, alpha }: Setting) {
  const { pairs: cells } = gateOf(pool, pool, alpha);
  const whole = cells.map(({ reference }) => reference.group.trials);
  const random = stream({ root: 0, trial: 0 }, 'gate-simulation', { n, m, draws });
  for (let draw = 0; draw < draws; draw++) {
    const pairs = cells.map((cell, i) => {
      const order = [...whole[i]];
      for (let k = 0; k < n + m; k++) {
        const other = k + below(random, order.length - k);
        [order[k], order[other]] = [order[other], order[k]];
      }
      const reference = withTrials(cell, 'reference', order.slice(0, n));
      return { ...withTrials(reference, 'fresh', order.slice(n, n + m)), equal: false };
    });
    yield { pairs, whole, random };
  }
}

function withTrials(pair: Pair, side: 'reference' | 'fresh', trials: Trials): Pair {
  return { ...pair, [side]: { ...pair[side], group: { ...pair[side].group, trials } } };
}

/** The pair with new trials that have lost what the effect says. */
function worsened(pair: Pair, whole: Trials, effect: Effect, random: Random): Pair {
  const { trials } = pair.fresh.group;
  if (effect.statistic === 'mean') {
    const raised = trials.map((trial) => ({ ...trial, value: trial.value + effect.rise }));
    return withTrials(pair, 'fresh', raised);
  }
  const { key } = effect.flag;
  const lacking = whole.filter(({ flags }) => !flags.get(key));
  const kept = effect.to / (1 - lacking.length / whole.length);
  const fewer = trials.map((trial) =>
    trial.flags.get(key) && uniform(random) >= kept ? lacking[below(random, lacking.length)] : trial,
  );
  return withTrials(pair, 'fresh', fewer);
}
