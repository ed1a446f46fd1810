import { type Descent, descentOf, finish, stream, type Trainer, training } from '@mcover/core';
import {
  attract,
  finishRemotely,
  growing,
  miniBatches,
  movingAverage,
  type RemoteTrainer,
  remoteTraining,
} from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { faultOf } from './support.ts';

const batches = (P: number, B: number, trial = 0) =>
  miniBatches(P, B, stream({ root: 2, trial }, 'batches', { P, B }));

describe('mini-batches', () => {
  it.each([
    [10, 5, [5, 5]],
    [10, 4, [4, 4, 2]],
    [3, 7, [3]],
  ])('take each of %i patterns once an epoch, %i at a time', (P, B, sizes) => {
    const next = batches(P, B);
    for (let epoch = 0; epoch < 3; epoch++) {
      const drawn = next.next().map((batch) => [...batch]);
      expect(drawn.map((batch) => batch.length)).toEqual(sizes);
      expect(drawn.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: P }, (_, mu) => mu));
    }
  });

  it('are reshuffled every epoch, and the same for the same stream', () => {
    const take = (trial: number) => {
      const next = batches(50, 10, trial);
      return [0, 1].map(() => next.next().flatMap((batch) => [...batch]));
    };
    const [first, second] = take(0);
    expect(first).not.toEqual(second);
    expect(take(0)).toEqual([first, second]);
    expect(take(1)).not.toEqual([first, second]);
  });
});

describe('growth', () => {
  it('is geometric up to its bound', () => {
    expect([...growing(1, 1.5, 4, 10)]).toEqual([1, 1.5, 2.25, 3.375]);
    expect([...growing(2, 2, 4, 5)]).toEqual([2, 4, 5, 5]);
    expect([...growing(7, 2, 2, 5)]).toEqual([5, 5]);
    expect(growing(1, 1.02, 20_000, 1e6).at(-1)).toBe(1e6);
  });
});

describe('attraction', () => {
  const copies = [1, 10, 3, -2, 5, 1];
  const pulled = (strength: number) => {
    const weights = Float64Array.from(copies);
    attract(weights, 3, strength);
    return [...weights];
  };

  it('moves copies towards their mean', () => {
    expect(pulled(0)).toEqual(copies);
    expect(pulled(0.5)).toEqual([2, 6.5, 3, 0.5, 4, 2]);
    expect(pulled(1)).toEqual([3, 3, 3, 3, 3, 3]);
  });
});

const collapsed = (weights: Float64Array) => weights;
const reading = { M: 1, shape: [1], collapsed, read: (ran: number) => ({ ran }) };
const weights = () => Float64Array.of(1);

describe('descent', () => {
  /** A trainer that writes down what it is asked, and loses an epoch's number of nothing. */
  function run(epochs: number, attraction: (epoch: number) => number, stopBelow = 0) {
    const log: string[] = [];
    const losses: number[] = [];
    const trainer: Trainer<number> = {
      step(batch, knob) {
        log.push(`step ${batch.join()} at ${knob}`);
        return batch.length === 2 ? 1 / knob : 4 / knob;
      },
      attract: (strength) => void log.push(`attract ${strength}`),
      weights,
      replace() {},
    };
    const descent: Descent<number> = {
      batches: { ...batches(3, 2), next: () => [Int32Array.of(0, 1), Int32Array.of(2)] },
      epochs,
      knobs: (epoch) => epoch + 1,
      attraction,
      done(loss) {
        losses.push(loss);
        return loss < stopBelow;
      },
    };
    const { ran } = finish(training(trainer, descent, reading));
    return { ran, log, losses };
  }

  it('takes a step for each batch with the epoch’s knobs, and attracts after each step', () => {
    expect(run(2, (epoch) => epoch / 4).log).toEqual([
      'step 0,1 at 1',
      'step 2 at 1',
      'step 0,1 at 2',
      'attract 0.25',
      'step 2 at 2',
      'attract 0.25',
    ]);
  });

  it('asks after each epoch whether to stop, with the mean loss over patterns', () => {
    const { ran, losses } = run(5, () => 0, 0.9);
    expect(losses).toEqual([2, 1, 2 / 3]);
    expect(ran).toBe(3);
    expect(run(2, () => 0, 0.9).ran).toBe(2);
  });
});

describe('remote descent', () => {
  /** A trainer that answers late, and keeps a count of what it was asked for and had not answered. */
  function run(epochs: number, B: number, stopBelow = 0) {
    const log: string[] = [];
    const losses: number[] = [];
    let waiting = 0;
    let most = 0;
    let steps = 0;
    const late = async <T>(value: T): Promise<T> => {
      most = Math.max(most, ++waiting);
      await new Promise((resolve) => setImmediate(resolve));
      waiting--;
      return value;
    };
    const trainer: RemoteTrainer<number> = {
      step(batch, knob) {
        log.push(`step ${batch} at ${knob}`);
        return late(1 / ++steps);
      },
      attract(strength) {
        log.push(`attract ${strength}`);
        return late(undefined);
      },
      weights: () => late(weights()),
    };
    const running = remoteTraining(
      trainer,
      {
        batches: batches(600, B),
        epochs,
        knobs: (epoch) => epoch + 1,
        attraction: (epoch) => epoch / 4,
        done(loss) {
          expect(waiting).toBe(0);
          losses.push(loss);
          return loss < stopBelow;
        },
      },
      reading,
    );
    return { running, ran: finishRemotely(running), log, losses, most: () => most };
  }

  it('asks for what a descent does, in the same order, and stops as it does', async () => {
    const remote = run(3, 250, 0.3);
    const log: string[] = [];
    const losses: number[] = [];
    let steps = 0;
    const trainer: Trainer<number> = {
      step(batch, knob) {
        log.push(`step ${batch} at ${knob}`);
        return 1 / ++steps;
      },
      attract: (strength) => void log.push(`attract ${strength}`),
      weights,
      replace() {},
    };
    const descent: Descent<number> = {
      batches: batches(600, 250),
      epochs: 3,
      knobs: (epoch) => epoch + 1,
      attraction: (epoch) => epoch / 4,
      done(loss) {
        losses.push(loss);
        return loss < 0.3;
      },
    };
    const local = training(trainer, descent, reading);
    expect(await remote.ran).toEqual(finish(local));
    expect(local.result()).toEqual({ ran: 2 });
    expect(remote.log).toEqual(log);
    expect(remote.losses).toEqual(losses);
    expect(remote.running).toMatchObject({ steps: 3, step: 2, done: true });
    expect(await remote.running.observe()).toEqual(local.observe());
    expect(await remote.running.tensors()).toEqual(local.tensors());
    await remote.running.advance();
    expect(remote.running.step).toBe(2);
  });

  it('refuses a centre, which would have to see every step', async () => {
    const still = { step: async () => 0, attract: async () => {}, weights: async () => weights() };
    const centre = movingAverage(weights(), 0.5);
    const rest = { epochs: 1, knobs: () => 0, attraction: () => 0, done: () => false };
    const running = remoteTraining(still, { ...rest, batches: batches(3, 3), centre }, reading);
    await expect(running.advance()).rejects.toThrow('a device has no centre of the copies');
  });

  it('waits within an epoch of many steps, and not for each', async () => {
    const remote = run(2, 1);
    await remote.ran;
    expect(remote.log).toHaveLength(600 + 2 * 600);
    expect(remote.most()).toBeLessThan(512);
    expect(remote.most()).toBeGreaterThan(100);
  });
});

describe('the descent of a trial', () => {
  const setup = { P: 5, B: 2, epochs: 4, rate: 0.25, knobs: () => 0, done: () => false };
  const seed = { root: 2, trial: 0 };
  const strengths = (M: number) => {
    const coupling = { kind: 'attraction', M, strength: 0.5, growth: 3 } as const;
    const { attraction } = descentOf({ ...setup, coupling }, seed);
    return [0, 1, 2, 3].map(attraction);
  };

  it('attracts by η·g, which grows by its factor and stays at most 1', () => {
    expect(strengths(2)).toEqual([0.125, 0.375, 1, 1]);
  });

  it('has nothing to attract with one copy, or without attraction', () => {
    expect(strengths(1)).toEqual([0, 0, 0, 0]);
    const alone = descentOf({ ...setup, coupling: { kind: 'alone', M: 3 } }, seed);
    expect([0, 1, 2, 3].map(alone.attraction)).toEqual([0, 0, 0, 0]);
  });

  it('draws batches that depend on the seed and their sizes alone', () => {
    const drawn = (coupling: Parameters<typeof descentOf>[0]['coupling'], trial = 0) => {
      const { batches } = descentOf({ ...setup, coupling }, { root: 2, trial });
      return [batches.next(), batches.next()].map((epoch) => epoch.map((batch) => [...batch]));
    };
    const alone = drawn({ kind: 'alone', M: 1 });
    expect(alone[0].map((batch) => batch.length)).toEqual([2, 2, 1]);
    expect(drawn({ kind: 'routing', M: 3, S: 2, kernel: { kind: 'uniform' } })).toEqual(alone);
    expect(drawn({ kind: 'alone', M: 1 }, 1)).not.toEqual(alone);
  });

  it.each([
    ['no batch', { B: 0 }, 'B'],
    ['half an epoch', { epochs: 0.5 }, 'epochs'],
    ['a rate that is none', { rate: Number.NaN }, 'rate'],
    ['a negative rate', { rate: -1 }, 'rate'],
  ])('refuses %s', (_, change, path) => {
    const coupling = { kind: 'alone', M: 1 } as const;
    expect(faultOf(() => descentOf({ ...setup, coupling, ...change }, seed)).path).toBe(path);
  });
});
