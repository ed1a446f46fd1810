import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cellId, type Description, divergedKind, type TrialRecord, type Tuning } from '@mcover/record';
import { cellRaces, experimentsOf, tInterval, writeReport } from '@mcover/report';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { described, describeOwn } from './descriptions.ts';
import { finished, type Made, mcover, recordOf, rsa } from './records.ts';
import { write } from './write.ts';

/** What a report says of a tuning: who won, and how good winners are on trials that no race has seen. */

/** Half of the trials are at `mean` − .1 and half at + .1; from number 20 on they are .05 worse. */
const trials = (made: Made, mean: number, from: number, to: number): TrialRecord[] =>
  Array.from({ length: to - from }, (_, i) => {
    const trial = from + i;
    const error = mean + (trial % 2 ? 0.1 : -0.1) + (trial < 20 ? 0 : 0.05);
    return finished({ experiment: 'tuned', ...made, trial }, error);
  });

const gammas = [1, 2].map((gamma): Made => ({ method: 'rsa', params: { ...rsa, gamma } }));
const kernels = [2, 3, 4].map((sigma): Made => {
  return { method: 'mcover', params: { ...mcover, kernel: { ...mcover.kernel, sigma } } };
});
const candidate = (made: Made, chosen: Record<string, unknown>) => ({
  cell: cellId(finished(made, 0).spec),
  chosen,
  cost: 1,
});

const tuning: Tuning = {
  entries: [
    { method: 'rsa', candidates: gammas.map((made) => candidate(made, { gamma: made.params!.gamma })) },
    { method: 'mcover', candidates: kernels.map((made) => candidate(made, { kernel: made.params!.kernel })) },
  ],
  seed: { root: 1 },
  metric: 'generalizationError',
  better: 'lower',
  range: { low: 0, high: 1 },
  error: 0.05,
  most: 20,
  heldOut: 10,
  batch: 10,
  budget: 60,
  unit: 'trials',
};

// The second candidate of each wins by its mean.
const races = [
  ...trials(gammas[0], 0.4, 0, 20),
  ...trials(gammas[1], 0.3, 0, 20),
  ...trials(kernels[0], 0.4, 0, 10),
  ...trials(kernels[1], 0.2, 0, 20),
  ...trials(kernels[2], 0.3, 0, 20),
];
const records = [...races, ...trials(gammas[1], 0.3, 20, 30), ...trials(kernels[1], 0.2, 20, 30)];
const description: Description = {
  ...describeOwn('tuned', 'perceptron'),
  command: ['tune', 'x.json'],
  tune: tuning,
};

describe('races by records', () => {
  test('take them in any order, those of their seed alone, and judge winners on the others', () => {
    const other = trials({ ...gammas[0], root: 2 }, 0, 0, 30);
    const [one, two] = cellRaces([...records, ...other].reverse(), tuning);
    expect(one).toMatchObject({
      method: 'rsa',
      n: 20,
      spent: 40,
      left: [1, 0],
      over: true,
      outside: undefined,
    });
    expect(two).toMatchObject({ n: 20, spent: 50, left: [1, 2], over: true });
    expect(two.heldOut).toHaveLength(10);
    expect(Math.min(...two.heldOut)).toBeCloseTo(0.15);
  });

  test('stop at a gap, and have no winner before their end', () => {
    const [, two] = cellRaces(
      records.filter(({ spec: { method, seed } }) => method === 'rsa' || seed.trial !== 12),
      tuning,
    );
    expect(two).toMatchObject({ n: 10, over: false, heldOut: [] });
    expect(two.raced.map((values) => values.length)).toEqual([10, 12, 12]);
  });

  test('of what is better when it is higher are won by the highest', () => {
    const [one] = cellRaces(records, { ...tuning, better: 'higher' });
    expect(one.left[0]).toBe(0);
  });

  test('take a trial that has left the numbers as the worst of the range, and one that failed otherwise as missing', () => {
    const of = (kind: string) =>
      records.map((record) => {
        const { spec } = record;
        const one = spec.method === 'rsa' && spec.params.gamma === 2 && spec.seed.trial === 3;
        const made = { experiment: 'tuned', ...gammas[1], trial: 3 };
        return one ? recordOf(made, { failure: { kind, message: 'x' } }) : record;
      });
    const [lower] = cellRaces(of(divergedKind), { ...tuning, range: { low: 0, high: 9 } });
    expect([lower.raced[1][3], lower.over, lower.left[0]]).toEqual([9, true, 0]);
    expect(lower.diverged).toEqual({ all: 1, leader: 0 });
    const [higher] = cellRaces(of(divergedKind), { ...tuning, better: 'higher' });
    expect([higher.raced[1][3], higher.diverged.all]).toEqual([0, 1]);
    const [other] = cellRaces(of('Error'), tuning);
    expect([other.raced[1].length, other.diverged.all, other.over]).toEqual([3, 0, false]);
  });

  test('are not run with a value that the range has no place for', () => {
    const [one, two] = cellRaces(records, { ...tuning, range: { low: 0.15, high: 1 } });
    expect([one.outside, two.outside, two.n]).toEqual([undefined, '1/0', 0]);
    expect(cellRaces(records, { ...tuning, range: { low: 1, high: 0 } })[0].outside).toBe('1/0');
  });
});

describe('a report', () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'mcover-races-'));
  });
  afterEach(() => rmSync(out, { recursive: true }));

  async function report(of: readonly TrialRecord[], tune = tuning) {
    const options = {
      ...described(of, { ...description, tune }),
      rejected: [],
      out,
      write,
      profile: 'quick',
    };
    await writeReport(options);
    return readFileSync(join(out, 'REPORT.md'), 'utf8');
  }

  test('says how many trials have left the numbers', async () => {
    const [, ...others] = records;
    const lost = recordOf(
      { experiment: 'tuned', ...gammas[0], trial: 0 },
      { failure: { kind: divergedKind, message: 'x' } },
    );
    expect(await report([lost, ...others])).toContain('Training diverged in 1 trial. That counts');
  });

  test('shows winners on trials that no race has seen, beside the means that chose them', async () => {
    const text = await report(records);
    const { low, high } = tInterval(cellRaces(records, tuning)[1].heldOut)!;
    expect(text).toContain(
      `| M-cover | directed ring, μ = 2, σ = 3 | 0.2500 [${low.toFixed(4)}, ${high.toFixed(4)}] (10) | 0.2000 (20) | 50 | 0 of 3 |`,
    );
    expect(text).toContain('**too good by the choice**');
    expect(text).toContain('Best generalization error, M-cover: 0.2500 [');
    expect(text).not.toContain('0.2167');
    expect(text).not.toContain('diverged');
    const [{ groups }] = experimentsOf(described(records, description));
    expect(groups.map(({ trials }) => trials.map(({ seed }) => seed))).toEqual(
      Array(2).fill(Array.from({ length: 10 }, (_, i) => `1/${20 + i}`)),
    );
  });

  test('lists candidates, the winner first, and writes both tables as CSV', async () => {
    await report(records);
    const lines = (name: string) =>
      readFileSync(join(out, 'tables', name), 'utf8')
        .trimEnd()
        .split('\n');
    const standing = lines('tuned.candidates.csv').map((line) => /,([a-z ]+),/.exec(line)?.[1]);
    expect(standing.slice(1)).toEqual(['winner', 'left', 'winner', 'left', 'dropped out']);
    expect(lines('tuned.tuned.csv')).toHaveLength(3);
  });

  test('of races that go on shows all trials, and says so', async () => {
    const text = await report(races.filter(({ spec: { seed } }) => seed.trial < 10));
    expect(text).toContain('**2 races of 2 are not over**');
    expect(text).toContain('| – |');
    expect(await report(races.slice(0, 1))).not.toContain('### Tuned');
  });

  test('leaves out what is no part of the tuning, and says how much', async () => {
    const plain = trials({ method: 'vanilla' }, 0.1, 0, 8);
    const other = trials({ ...gammas[0], root: 2 }, 0, 0, 4);
    const all = [...records, ...plain, ...other];
    const [{ groups }] = experimentsOf(described(all, { ...description, tune: tuning }));
    expect(groups.map(({ method, trials }) => [method, trials.length])).toEqual([
      ['rsa', 10],
      ['mcover', 10],
    ]);
    const text = await report(all);
    expect(text).toContain(
      'Left out: 12 trials of 2 settings that are no part of this tuning: other settings, another seed, or more trials than it has.',
    );
    expect(text).not.toContain('vanilla SA');
    expect(await report(records)).not.toContain('Left out');
  });

  const divergedOf = (made: Made, from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) =>
      recordOf(
        { experiment: 'tuned', ...made, trial: from + i },
        { failure: { kind: divergedKind, message: `at ${made.params?.gamma}` } },
      ),
    );

  /** All records, some in the place of those of the same trials. */
  const withLost = (lost: readonly TrialRecord[]) => {
    const ids = new Set(lost.map(({ id }) => id));
    return [...records.filter(({ id }) => !ids.has(id)), ...lost];
  };

  test('tells failures of winners alone, by their messages', async () => {
    const lost = [...divergedOf(gammas[0], 0, 20), ...divergedOf(gammas[1], 20, 22)];
    const text = await report(withLost(lost));
    expect(text).toContain('Training diverged in 22 trials, **2 of them of winners**');
    expect(text).toContain(
      '**2 failed trials of winners are** not in these numbers; in the table of winners and in comparisons 2 that diverged count',
    );
    expect(text).toContain('2 × `Diverged`: `at 2`');
    expect(text).not.toContain('at 1`');
  });

  test('says so where no setting could be trained', async () => {
    const lost = gammas.flatMap((made) => divergedOf(made, 0, 30));
    const text = await report(withLost(lost));
    expect(text).toContain('| RSA | γ = 1 | none could be trained | – |');
    expect(text).toContain(
      '**No setting of RSA in race 1 could be trained**: training diverged in all 30 trials of the best one, γ = 1.',
    );
    expect(text).toContain('10 × `Diverged`: `at 1`');
    expect(text).toContain('**10 failed trials of winners are** not in these numbers:');
    // Of nobody who could be trained, no figure is left to draw.
    const [rsaOnly] = [lost.filter(({ spec }) => spec.method === 'rsa')];
    expect(await report(rsaOnly, { ...tuning, entries: [tuning.entries[0]] })).toContain(
      'No trial of this experiment',
    );
  });

  test('names no winner the worst beside one that could not be trained', async () => {
    const plain: Tuning = {
      ...tuning,
      entries: [...tuning.entries, { method: 'vanilla', candidates: [candidate({ method: 'vanilla' }, {})] }],
    };
    const lost = divergedOf({ method: 'vanilla' }, 0, 30);
    expect(await report([...records, ...lost], plain)).toContain('worst of what could be trained, RSA');
    expect(await report(records)).toContain('; worst, RSA');
  });

  test('tells entries of one method apart by what was fixed', async () => {
    const of = (S: number, sigma: number) =>
      ({ method: 'mcover', params: { ...mcover, S, kernel: { ...mcover.kernel, sigma } } }) as const;
    const twice: Tuning = {
      ...tuning,
      entries: [1, 5].map((S) => ({
        method: 'mcover',
        candidates: [2, 3].map((sigma) => candidate(of(S, sigma), { 'kernel.sigma': sigma })),
      })),
    };
    const raced = [1, 5].flatMap((S) =>
      [2, 3].flatMap((sigma) => trials(of(S, sigma), S / 10 + sigma / 50, 0, 30)),
    );
    const text = await report(raced, twice);
    expect(text).toContain('| S = 1, σ = 2 |');
    expect(text).toContain('| S = 5, σ = 2 |');
    expect(await report(records)).not.toContain('| S = 10');
  });

  test('compares all pairs of winners on equal seeds, whatever their parameters', () => {
    const of = (S: number): Made => ({
      method: 'mcover',
      params: { ...mcover, S, kernel: { ...mcover.kernel, sigma: S } },
    });
    const entries = [gammas[0], of(2), of(4)];
    const three: Tuning = {
      ...tuning,
      entries: entries.map((made) => ({ method: made.method!, candidates: [candidate(made, {})] })),
    };
    const noise = [0.01, -0.03, 0.02, 0.05, -0.01, 0.04, 0, 0.03, -0.02, 0.06];
    const raced = entries.flatMap((made, place) => [
      ...trials(made, 0.3, 0, 20),
      ...noise.map((one, i) =>
        finished({ experiment: 'tuned', ...made, trial: 20 + i }, 0.3 + (place === 0 ? 0.04 : place * one)),
      ),
    ]);
    // Of one trial of the last winner training left the numbers: it counts as the worst.
    const lost = divergedOf(of(4), 29, 30);
    const [{ comparisons }] = experimentsOf(
      described([...raced.filter(({ id }) => id !== lost[0].id), ...lost], { ...description, tune: three }),
    );
    expect(comparisons).toHaveLength(3);
    const last = comparisons.find(({ reference, subject }) =>
      [reference, subject].every(({ group }) => group.method === 'mcover'),
    )!;
    const differences = noise.map((one, i) => (i === 9 ? 1 - 0.3 - one : one));
    const mean = differences.reduce((sum, one) => sum + one, 0) / 10;
    expect(last.difference).toBeCloseTo(mean, 12);
    expect(last.interval.low).toBeCloseTo(tInterval(differences)!.low, 10);
    let extreme = 0;
    for (let signs = 0; signs < 1024; signs++) {
      const sum = differences.reduce((all, one, i) => all + ((signs >> i) & 1 ? one : -one), 0);
      if (Math.abs(sum) >= 10 * mean - 1e-9) extreme++;
    }
    expect(last.p).toBeCloseTo(extreme / 1024, 12);
    expect(comparisons.every(({ paired }) => paired)).toBe(true);
    const smallest = [...comparisons].sort((a, b) => a.p - b.p)[0];
    expect(smallest.adjusted).toBeCloseTo(Math.min(1, 3 * smallest.p), 12);
  });

  test('writes a large matrix short where it won, and whole among the candidates', async () => {
    const matrix = [3, 4, 5].map((k) => [k, k + 1, k + 2].map((value) => value / 16));
    const made: Made = {
      method: 'mcover',
      params: { ...mcover, kernel: { kind: 'matrix', matrix } as never },
    };
    const free: Tuning = {
      ...tuning,
      entries: [{ method: 'mcover', candidates: [candidate(made, { kernel: {} })] }],
    };
    const text = await report(trials(made, 0.3, 0, 30), free);
    expect(text).toMatch(/\| matrix, Q = 3 × 3 \(\.19 \.25 \.31 … #[0-9a-f]{4}\) \|/);
    expect(text).toContain('| matrix, Q = [[0.1875, 0.25, 0.3125], [');
    const html = readFileSync(join(out, 'index.html'), 'utf8');
    expect(html).toContain('Q\u00a0=\u00a03\u00a0×\u00a03 (');
    // Titles of columns may wrap, so that the table fits.
    expect(html).toContain('td.right { white-space: nowrap; }');
    expect(readFileSync(join(out, 'tables', 'tuned.tuned.csv'), 'utf8')).toContain('[[0.1875,0.25,0.3125],[');
  });

  test('gives a share the interval of Wilson, and equal values none', async () => {
    const flagged = await report([...records, ...trials(gammas[0], 0.4, 20, 30)], {
      ...tuning,
      entries: [tuning.entries[0]],
      metric: 'solved',
      better: 'higher',
    });
    expect(flagged).toContain('| 0.0000 [0.0000, 0.2775] (10) |');
    expect(flagged).toContain("with Wilson's interval");
    const alike = records.map((record) => {
      const { method, params, seed } = record.spec;
      return seed.trial < 20
        ? record
        : finished(
            { experiment: 'tuned', method, params: params as NonNullable<Made['params']>, trial: seed.trial },
            0.25,
          );
    });
    expect(await report(alike)).toContain('| directed ring, μ = 2, σ = 3 | 0.2500 (10) |');
    const twoKinds = records.map((record) => {
      const { method, params, seed } = record.spec;
      return seed.trial < 20
        ? record
        : finished(
            { experiment: 'tuned', method, params: params as NonNullable<Made['params']>, trial: seed.trial },
            seed.trial % 2,
          );
    });
    expect(await report(twoKinds)).toContain(
      '| directed ring, μ = 2, σ = 3 | 0.5000 [0.2366, 0.7634] (10) |',
    );
  });
});
