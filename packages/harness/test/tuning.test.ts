import { plan, tune } from '@mcover/harness';
import { builtIn } from '@mcover/models';
import { describe, expect, test } from 'vitest';
import { temporary, writeExperiment } from './support.ts';

/** What is tuned: the candidates of a space, their race, and the winner's trials. */

const space = [
  { method: 'rsa', parameters: { gamma: { from: 0.1, to: 10, log: true } } },
  { method: 'mcover', parameters: { S: [1, 2], 'kernel.kind': ['uniform', 'identity'] } },
  { method: 'mcover', params: { S: 2 }, parameters: { kernel: { free: true } } },
];

const experiment = {
  id: 'e',
  model: 'perceptron',
  data: { name: 'teacher-student' },
  params: { N: 11, alpha: 1.5, M: 3, schedule: { step: 0.1, to: 0.1 } },
  methods: [{ method: 'vanilla' }],
  trials: 1,
  profiles: { smoke: {} },
};

const usual = { space, candidates: 5, budget: { trials: 60 }, most: 20, batch: 5, heldOut: 7 };

const asked = (changes: object = {}, more: object = {}) => {
  const out = temporary();
  const content = { ...experiment, tune: { ...usual, ...changes }, ...more };
  return { files: [writeExperiment(out, 'e.json', content)], profile: 'smoke', out, workers: 1 };
};

async function tuning(changes?: object, more?: object) {
  const { job } = await plan({ ...asked(changes, more), study: 'tune' });
  return job.descriptions.get('e')!.tune!;
}

describe('the candidates', () => {
  test('are all combinations of lists where they are few, and else drawn', async () => {
    const { entries } = await tuning();
    expect(entries.map(({ candidates }) => candidates.length)).toEqual([5, 4, 5]);
    const [rsa, lists, free] = entries.map(({ candidates }) => candidates.map(({ chosen }) => chosen));
    for (const { gamma } of rsa) {
      expect(gamma).toBeGreaterThanOrEqual(0.1);
      expect(gamma).toBeLessThanOrEqual(10);
    }
    expect(lists[1]).toEqual({ S: 1, 'kernel.kind': 'identity' });
    for (const { kernel } of free) {
      const { matrix } = kernel as { matrix: number[][] };
      expect(matrix.map((row) => row.length)).toEqual([3, 3, 3]);
      for (const row of matrix) expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3);
    }
  });

  test('are the same for the same seed, and others for another', async () => {
    const chosen = async (seed: number) =>
      (await plan({ ...asked(), study: 'tune', seed })).job.descriptions.get('e')!.tune!.entries[0];
    expect(await chosen(1)).toEqual(await chosen(1));
    const [one, other] = [await chosen(1), await chosen(2)];
    expect(one.candidates[0].chosen).not.toEqual(other.candidates[0].chosen);
  });

  test('have common values where the draws are common, in parameters of the same choice', async () => {
    const rates = (from: number) => ({
      rate: { from, to: 1, log: true },
      epochs: { from: 1, to: 9, whole: true },
    });
    const three = [
      { method: 'sgd', parameters: rates(0.01) },
      { method: 'rsgd', parameters: { attraction: { from: 0, to: 1 }, ...rates(0.01) } },
      { method: 'sgd', parameters: rates(0.02) },
    ];
    const drawn = async (draws: string) => {
      const { entries } = await tuning({ space: three, draws }, network);
      return entries.map(({ candidates }) =>
        candidates.map(({ chosen: { rate, epochs } }) => ({ rate, epochs })),
      );
    };
    const [sgd, rsgd, other] = await drawn('common');
    expect(rsgd).toEqual(sgd);
    expect(new Set(sgd.map(({ rate }) => rate)).size).toBe(5);
    expect(other.map(({ epochs }) => epochs)).toEqual(sgd.map(({ epochs }) => epochs));
    expect(other.map(({ rate }) => rate)).not.toEqual(sgd.map(({ rate }) => rate));
    const [one, two] = await drawn('apart');
    expect(two).not.toEqual(one);
  });

  test('of a whole range are whole, with both of its ends', async () => {
    const one = [
      {
        method: 'mcover',
        params: { kernel: { kind: 'uniform' } },
        parameters: { S: { from: 1, to: 3, whole: true } },
      },
    ];
    const { entries } = await tuning({ space: one, candidates: 40 });
    expect(entries[0].candidates.map(({ chosen }) => chosen.S).sort()).toEqual([1, 2, 3]);
  });

  test('stay in their range, however narrow it is', async () => {
    const one = [
      { method: 'rsa', parameters: { gamma: { from: 0.9999, to: 0.99999 } } },
      {
        method: 'mcover',
        params: { kernel: { kind: 'uniform' } },
        parameters: { S: { from: 1.5, to: 3.2, whole: true } },
      },
    ];
    const { entries } = await tuning({ space: one, candidates: 12, budget: { trials: 100 } });
    const [gammas, S] = entries.map(({ candidates }) =>
      candidates.map(({ chosen }) => Object.values(chosen)[0]),
    );
    expect(gammas.length).toBeGreaterThan(3);
    for (const gamma of gammas as number[])
      expect(Math.abs(gamma - 0.999945)).toBeLessThanOrEqual(0.000045001);
    expect(S.sort()).toEqual([2, 3]);
  });

  test('that are one cell race once', async () => {
    const one = [{ method: 'rsa', params: { sweeps: 1 }, parameters: { gamma: [1], sweeps: [1, 1] } }];
    expect((await tuning({ space: one })).entries[0].candidates).toHaveLength(1);
  });
});

test('each entry has its race and its winner, judged on trials that no race has seen; a plan says how many at most', async () => {
  const request = asked();
  const planned = async () => {
    const { plan: found, job } = await plan({ ...request, study: 'tune' });
    return { all: job.wanted.get('e')!.length, toRun: found.pending.length };
  };
  expect(await planned()).toEqual({ all: 3 * (60 + 7), toRun: 3 * (60 + 7) });
  const { races, folder } = await tune(request);
  const took = races.reduce((sum, { spent, heldOut }) => sum + spent + heldOut.length, 0);
  expect(await planned()).toEqual({ all: took, toRun: 0 });
  expect(races.map(({ method, over, heldOut }) => [method, over, heldOut.length])).toEqual([
    ['rsa', true, 7],
    ['mcover', true, 7],
    ['mcover', true, 7],
  ]);
  for (const { spent, racing, candidates } of races) {
    expect(spent).toBeLessThanOrEqual(60);
    expect(racing.length * candidates).toBeGreaterThanOrEqual(spent);
  }
  expect(folder).toContain(request.out);
  // All is there: nothing runs, and the same is found.
  let ran = 0;
  const again = await tune(request, { onProgress: () => ran++ });
  expect([again.races, ran]).toEqual([races, 0]);
});

test('a tuning that is ended goes on, and finds the same', async () => {
  const { races } = await tune(asked());
  const request = { ...asked(), workers: 2 };
  const end = new AbortController();
  let ran = 0;
  const ended = await tune(request, {
    signal: end.signal,
    onProgress: () => {
      if (++ran === 40) end.abort();
    },
  });
  expect([ended.stopped, ended.races.every(({ over }) => over)]).toEqual([true, false]);
  expect((await tune(request)).races).toEqual(races);
});

test('a budget may be in visits, of which each candidate takes its own', async () => {
  const own = { method: 'vanilla', parameters: { sweeps: [1, 2] } };
  const request = asked({ space: [own], budget: { visits: 1e5 } });
  const { job } = await plan({ ...request, study: 'tune' });
  const [{ candidates }] = job.descriptions.get('e')!.tune!.entries;
  const [once, twice] = candidates.map(({ cost }) => cost);
  expect([once, twice]).toEqual([builtIn.visits(job.wanted.get('e')![0].spec), 2 * once]);
  const { races } = await tune(request);
  expect(races[0]).toMatchObject({ unit: 'visits', over: true, spent: races[0].racing.length * 3 * once });
  expect(races[0].spent).toBeLessThanOrEqual(1e5);
});

/** A network that learns in no time, where it can. */
const network = {
  model: 'mlp',
  data: { name: 'hidden-manifold', D: 3, test: 20 },
  params: { widths: [6, 4, 10], P: 20, B: 10, epochs: 20, activation: 'relu' },
};

test('a setting that cannot be trained is the worst of its race, which goes on', async () => {
  const rates = [{ method: 'sgd', parameters: { rate: [1e200, 0.05] } }];
  const request = asked({ space: rates, batch: 2, most: 4, heldOut: 2, range: [0, 1] }, network);
  const { races, failed } = await tune(request);
  expect(failed).toEqual([]);
  expect(races[0]).toMatchObject({ chosen: { rate: 0.05 }, over: true, spent: 8 });
  expect(races[0].diverged).toEqual({ all: 4, leader: 0 });
  expect(races[0].heldOut).toHaveLength(2);
  // What has diverged is not run again.
  let ran = 0;
  expect([(await tune(request, { onProgress: () => ran++ })).races, ran]).toEqual([races, 0]);
});

test('where no setting can be trained, all trials of the best are counted as diverged', async () => {
  const rates = [{ method: 'sgd', parameters: { rate: [1e200, 1e201] } }];
  const { races } = await tune(
    asked({ space: rates, batch: 2, most: 4, heldOut: 2, range: [0, 1] }, network),
  );
  expect(races[0].diverged).toEqual({ all: 10, leader: 6 });
});

describe('is refused, with the place, where', () => {
  test.each<[string, object, object, string]>([
    ['nothing is to be tuned', {}, { tune: undefined }, 'does not say what to tune'],
    ['the experiment sweeps', {}, { sweep: { alpha: [1, 2] } }, '/sweep: tuning has one task'],
    [
      'a parameter is none',
      { space: [{ method: 'rsa', parameters: { gama: [1] } }] },
      {},
      '/tune/space/0/parameters/gama: unknown key',
    ],
    [
      'a parameter is bad',
      { space: [{ method: 'rsa', parameters: { gamma: ['much'] } }] },
      {},
      '/tune/space/0/parameters/gamma: "much" is not',
    ],
    [
      'what is fixed is bad',
      { space: [{ method: 'rsa', params: { sweeps: 0 }, parameters: { gamma: [1] } }] },
      {},
      '/tune/space/0/params: 0 must be',
    ],
    [
      'a method is none',
      { space: [{ method: 'rsb', parameters: { gamma: [1] } }] },
      {},
      '/tune/space/0/method: no method "rsb" of the perceptron; nearest: "rsa"',
    ],
    [
      'what is free is no kernel',
      { space: [{ method: 'rsa', parameters: { gamma: { free: true } } }] },
      {},
      '/tune/space/0/parameters/gamma: only a kernel can be free',
    ],
    [
      'a range has no whole number',
      { space: [{ method: 'mcover', parameters: { S: { from: 1.2, to: 1.8, whole: true } } }] },
      {},
      'no whole number is between 1.2 and 1.8',
    ],
    ['no race would take place', { most: 3 }, {}, '/tune/most: a batch has 5 trials'],
    [
      'a range runs backwards',
      { space: [{ method: 'rsa', parameters: { gamma: { from: 2, to: 1 } } }] },
      {},
      '2 is not below 1',
    ],
    [
      'a logarithm begins at 0',
      { space: [{ method: 'rsa', parameters: { gamma: { from: 0, to: 1, log: true } } }] },
      {},
      'begins above 0',
    ],
    [
      'the task is to be tuned',
      { space: [{ method: 'rsa', parameters: { gamma: [1], alpha: [1, 2] } }] },
      {},
      '/tune/space/0/parameters/alpha: it says how hard the task is',
    ],
    [
      'the budget is of two kinds',
      { budget: { trials: 60, visits: 1e5 } },
      {},
      'give either "trials" or "visits"',
    ],
    ['draws are neither', { draws: 'yes' }, {}, '"yes" must be one of "apart", "common"'],
    ['the budget is too small', { budget: { trials: 10 } }, {}, 'more than the budget of 10'],
    [
      'nobody knows the visits',
      { space: [{ method: 'amp', parameters: { damping: [0.1, 0.2] } }], budget: { visits: 1e9 } },
      {},
      'give the budget in "trials"',
    ],
  ])('%s', async (_, changes, more, message) => {
    await expect(tune(asked(changes, more))).rejects.toThrow(message);
  });

  test('trials are asked for beside those of the tuning', async () => {
    await expect(plan({ ...asked(), study: 'tune', trials: 3 })).rejects.toThrow('leave --trials out');
  });
});
