import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  type Observed,
  sealTrace,
  type TraceRecord,
  type TrialRecord,
  traceBounds,
  traceLine,
} from '@mcover/record';
import { readTraces, writeReport } from '@mcover/report';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { quantile } from '../dist/statistics/quantile.js';
import { courseOf, thinned, trackOf } from '../dist/summary/course.js';
import { drawnOf } from '../dist/summary/curves.js';
import { experimentsOf } from '../dist/summary/experiment.js';
import { insideOf } from '../dist/summary/inside.js';
import { apartFrom } from '../dist/summary/parting.js';
import { described } from './descriptions.ts';
import { failed, fig2a, table3 } from './records.ts';
import { write as writeFile } from './write.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'mcover-inside-'));
});
afterEach(() => rmSync(out, { recursive: true }));

const observed: Observed[] = [
  { key: 'T', label: 'temperature T' },
  { key: 'energy', label: 'energy', logarithmic: true },
  { key: 'overlap', label: 'overlap R' },
];

/** As `described`, where it is written how what is seen is written. */
function withObserved(records: readonly TrialRecord[], numbers: Observed[] | undefined = observed) {
  const { descriptions } = described(records);
  const more = [...descriptions].map(
    ([id, of]) => [id, { ...of, ...(numbers && { observed: numbers }) }] as const,
  );
  return { records, descriptions: new Map(more) };
}

const temperatures = [0.4, 0.4, 0.3, 0.2, 0.1];

/** A trace whose energy goes from its `from` to 0.01, and whose overlap ends as the record's. */
function traceOf({ id, experiment, result }: TrialRecord, from = 0.5, every = 1): TraceRecord {
  const overlap = Number(result!.overlap);
  return sealTrace(experiment, id, {
    every,
    step: temperatures.map((_, i) => i * every),
    observed: {
      T: temperatures,
      energy: [9, from, 0.2, 0.05, 0.01],
      overlap: [null, 0.5, 0.5, overlap, overlap],
    },
  });
}

const trace = (step: number[], y: (number | null)[], x = step.map((s) => s / 10)) => ({
  every: 1,
  step,
  observed: { x, y },
});

describe('the course of a number over trials', () => {
  test('is mean and middle 80 % after each common step, by hand', () => {
    const course = courseOf(
      [trace([0, 1, 2], [7, 1, 4]), trace([0, 1, 2], [7, 2, 5]), trace([0, 1, 2], [7, 6, 9])],
      'y',
      'x',
    );
    expect(course).toEqual([
      { step: 1, x: 0.1, n: 3, mean: 3, low: 1.2, high: 5.2, least: 1, most: 6 },
      { step: 2, x: 0.2, n: 3, mean: 6, low: 4.2, high: 8.2, least: 4, most: 9 },
    ]);
  });

  test('keeps a trial that has ended as it was, and a missing number as the one before', () => {
    const course = courseOf([trace([1, 2, 3, 4], [null, 2, null, 4]), trace([1, 2], [10, 20])], 'y', 'x');
    expect(course.map(({ step, n, mean }) => [step, n, mean])).toEqual([
      [1, 1, 10],
      [2, 2, 11],
      [3, 2, 11],
      [4, 2, 12],
    ]);
  });

  test('of trials that were looked at more and less often has the steps that they share', () => {
    const course = courseOf([trace([0, 2, 4, 6], [0, 2, 4, 6]), trace([0, 3, 6], [0, 3, 6])], 'y', 'step');
    expect(course.map(({ step, x, mean }) => [step, x, mean])).toEqual([[6, 6, 6]]);
  });

  test('has a hundred moments at most, the first and the last among them', () => {
    const step = Array.from({ length: 5001 }, (_, i) => i);
    const course = courseOf([trace(step, step)], 'y', 'step');
    expect([course.length, course[0].step, course.at(-1)!.step]).toEqual([100, 1, 5000]);
    expect(trackOf(trace(step, step), 'y', 'step', 7).map(({ y }) => y)).toEqual(
      [1, 834, 1667, 2501, 3334, 4167, 5000].map((s) => step[s]),
    );
    expect(thinned([1, 2, 3], 3)).toEqual([1, 2, 3]);
  });

  test('of a million looks takes no more than some maps of them: each look is passed once', () => {
    const step = Array.from({ length: 1e6 }, (_, i) => i);
    const long = trace(step, step);
    const fastest = (run: () => void) =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const start = performance.now();
          run();
          return performance.now() - start;
        }),
      );
    const map = fastest(() => new Map(step.map((at) => [at, at])));
    const curves = fastest(() => {
      expect(courseOf([long], 'y', 'x').at(-1)).toMatchObject({ step: 999_999, x: 99_999.9 });
      expect(trackOf(long, 'y', 'x', 60).at(-1)).toEqual({ x: 99_999.9, y: 999_999 });
    });
    // With sets and maps of all steps for each curve it was eight; it is a half.
    expect(curves / map).toBeLessThan(2);
  }, 60_000);

  test('knows no number by a name that objects have by themselves', () => {
    expect(courseOf([trace([1, 2], [1, 2])], 'constructor', 'step')).toEqual([]);
  });
});

// numpy.quantile([1, 2.5, 3, 7.5, 4], [0, .1, .5, .9, 1])
test('quantiles are those of numpy', () => {
  const of = [0, 0.1, 0.5, 0.9, 1].map((share) => quantile([1, 2.5, 3, 7.5, 4], share));
  expect(of.map((q) => Math.round(q * 1e12) / 1e12)).toEqual([1, 1.6, 3, 6.1, 7.5]);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

test('two kinds are apart from the last step at which they meet', () => {
  const course = (ys: number[][]) =>
    courseOf(
      ys.map((y) => trace([1, 2, 3, 4], y)),
      'y',
      'x',
    );
  const low = course([
    [1, 5, 1, 1],
    [0, 1, 2, 1],
  ]);
  const high = course([
    [2, 3, 3, 4],
    [9, 4, 5, 6],
  ]);
  expect(apartFrom(high, low)).toEqual({ x: 0.3, above: true });
  expect(apartFrom(low, high)).toEqual({ x: 0.3, above: false });
  expect(apartFrom(low, low)).toBeUndefined();
});

describe('what is seen', () => {
  const of = (records: TrialRecord[], traces: TraceRecord[], numbers?: Observed[]) => {
    const [experiment] = experimentsOf(withObserved(records, numbers));
    return { experiment, inside: insideOf(experiment, traces) };
  };
  const traces = table3.map((record) => traceOf(record));

  test('is drawn against the first described number, in the order of the description', () => {
    const { inside } = of(table3, traces);
    expect([inside!.axis.key, inside!.seen.map(({ key }) => key)]).toEqual(['T', ['energy', 'overlap']]);
    expect(inside!.groups.map(({ point, followed }) => [point.label, followed.length])).toEqual([
      ['vanilla SA', 8],
      ['RSA', 8],
      ['M-cover', 8],
    ]);
  });

  test('labels itself and is drawn against the step where nothing is described', () => {
    const { inside } = of(table3, traces, []);
    expect(inside!.axis.key).toBe('step');
    expect(inside!.seen.map(({ label }) => label)).toEqual(['T', 'energy', 'overlap']);
  });

  test('is drawn against the step where the number of the axis turns back, is missing or differs', () => {
    const [first, ...others] = traces;
    for (const T of [
      [0.4, 0.3, 0.35, 0.2, 0.1],
      [0.4, null, 0.3, 0.2, 0.1],
      [0.4, 0.4, 0.3, 0.2, 0.15],
    ]) {
      const odd = sealTrace(first.experiment, first.id, { ...first, observed: { ...first.observed, T } });
      expect(of(table3, [odd, ...others]).inside!.axis.key).toBe('step');
    }
  });

  test('is of finished trials of this experiment', () => {
    const broken = failed({ method: 'vanilla', trial: 99 });
    const strange = [
      { ...traces[0], id: broken.id },
      { ...traces[0], experiment: 'other' },
    ];
    expect(of([...table3, broken], strange).inside).toBeUndefined();
  });

  test('of a sweep is drawn at three places, and says what is left out', () => {
    const { experiment, inside } = of(
      fig2a,
      fig2a.map((record) => traceOf(record)),
    );
    const drawn = drawnOf(experiment, inside!);
    expect(drawn.panels.map(({ place, number }) => `${place} ${number.key}`)).toEqual([
      ...['α = 1.2 energy', 'α = 1.2 overlap', 'α = 1.4 energy', 'α = 1.4 overlap'],
      ...['α = 1.6 energy', 'α = 1.6 overlap'],
    ]);
    expect(drawn.omitted).toEqual(['α = 1.3', 'α = 1.5']);
  });
});

describe('a report', () => {
  const traces = table3.map((record, i) => traceOf(record, 0.5 + i / 100));
  const text = () => readFileSync(join(out, 'REPORT.md'), 'utf8');
  const write = (inside: Parameters<typeof writeReport>[0]['inside'], of = withObserved(table3)) =>
    writeReport({ ...of, rejected: [], inside: inside!, out, write: writeFile, profile: 'quick' });

  test('shows the trials, those that are solved and those that are not, and gives the numbers', async () => {
    const files = (await write({ traces, rejected: [] })).map((file) => relative(out, file));
    expect(files).toEqual(
      expect.arrayContaining([
        'figures/table3-perceptron.inside.svg',
        'figures/table3-perceptron.kinds.svg',
        'tables/table3-perceptron.inside.csv',
      ]),
    );
    const page = text();
    expect(page).toContain(
      '### Inside the trials\n\n![energy against temperature T: vanilla SA from 0.535 to 0.01, RSA from 0.615',
    );
    expect(page).toContain('Mean of 8 trials a curve');
    expect(page).toContain('RSA (4 solved, 4 not solved): ');
    // Solved trials have overlap 1 from the third step on, the others less.
    expect(page).toContain(
      'M-cover (6 solved, 2 not solved): from temperature T = 0.2 on, the overlap R of every trial that is solved is above that of every other one.',
    );
    expect(page).not.toMatch(/damaged|not drawn/);
    const csv = readFileSync(join(out, 'tables/table3-perceptron.inside.csv'), 'utf8').split('\n');
    expect(csv[0]).toBe('method,observed,step,T,n,mean,low,high');
    // Energies .50, .51, … .57 of eight trials: quantiles .7 steps from the ends.
    const [method, number, step, T, n, ...statistics] = csv[1].split(',');
    expect([method, number, step, T, n]).toEqual(['vanilla', 'energy', '1', '0.4', '8']);
    expect(statistics.map(Number).map((x) => Math.round(x * 1e12) / 1e12)).toEqual([0.535, 0.507, 0.563]);
  });

  // Three copies cost three times a single one. A trial of vanilla SA has ended after two steps of four.
  test('shows the number that is judged against what had been spent by then', async () => {
    const copies = {
      key: 'copies',
      symbol: 'copies',
      label: 'copies',
      about: 'made up',
      parameter: 'method',
    };
    const of = ({ params }: TrialRecord['spec']) => 100 * Number(params.M ?? 1);
    const covariates = [{ ...copies, cost: true, write: String, of }];
    const judged = table3.map(({ id, experiment, spec, result }) => {
      const error = Number(result!.generalizationError);
      const step = spec.method === 'vanilla' && spec.seed.trial === 0 ? [0, 1, 2] : [0, 1, 2, 3, 4];
      const generalizationError = step.map((at) => (at < step.at(-1)! ? 0.5 : error));
      return sealTrace(experiment, id, { every: 1, step, observed: { generalizationError } });
    });
    const numbers = [{ key: 'generalizationError', label: 'generalization error' }];
    const described = { ...withObserved(table3, numbers), covariates };
    const files = (await write({ traces: judged, rejected: [] }, described)).map((file) =>
      relative(out, file),
    );
    expect(files).toContain('figures/table3-perceptron.spent.svg');
    expect(text()).toContain(
      'generalization error against copies so far: vanilla SA from 0.5 to 0.199, RSA from 0.5',
    );
    const rows = readFileSync(join(out, 'tables/table3-perceptron.inside.csv'), 'utf8').trim().split('\n');
    expect(rows[0]).toBe('method,observed,step,n,mean,low,high,copies');
    // Its eight trials take 30 steps for 800: after the first one 8 of them are done, then 16, 23 and 30.
    const spent = (method: string) =>
      rows.filter((row) => row.startsWith(`${method},`)).map((row) => Number(row.split(',').at(-1)));
    expect(spent('vanilla').map((x) => x.toFixed(9))).toEqual(
      [8, 16, 23, 30].map((steps) => ((steps * 100) / 30).toFixed(9)),
    );
    expect(spent('mcover')).toEqual([75, 150, 225, 300]);

    // Of a group that has traces of a part of its trials nobody knows what they cost.
    await write({ traces: judged.slice(1), rejected: [] }, described);
    expect(text()).toContain(
      'Not drawn against the copies so far: vanilla SA, where some trials have no trace; the command again, with --trace,',
    );
    // What costs the same everywhere is drawn along the steps alone.
    const alike = { ...described, covariates: covariates.map((one) => ({ ...one, of: () => 1 })) };
    expect((await write({ traces: judged, rejected: [] }, alike)).join()).not.toContain('.spent.');
  });

  test('without traces has no such part', async () => {
    const files = await write({ traces: [], rejected: [] });
    expect(files.join()).not.toMatch(/\.inside\.|\.kinds\./);
    expect(text()).not.toContain('Inside');
  });

  test('says what it does not draw', async () => {
    const bad = { file: 'x.trace.ndjson', line: 3, text: '{', reason: 'not JSON' };
    await write({ traces: [{ ...traces[0], id: 'f'.repeat(64) }], rejected: [bad] });
    expect(text()).toContain('1 trace of trials that are not among these records is not drawn.');
    expect(text()).toContain(
      '**1 damaged line** among the traces, not drawn:\n\n- `x.trace.ndjson:3`: `not JSON`',
    );
  });

  test('draws no curve of a single look, and says what helps', async () => {
    const single = table3.map(({ id, experiment }) =>
      sealTrace(experiment, id, { every: 9, step: [0, 4], observed: { energy: [1, 2] } }),
    );
    const files = await write({ traces: single, rejected: [] });
    expect(files.join()).not.toContain('inside.svg');
    expect(text()).toContain('There are too few looks at these trials to draw a curve; `--trace n` looks');
  });

  test('names the methods of which too little was seen, and draws no parting without a curve', async () => {
    const mixed = table3.map((record) => {
      if (record.spec.method === 'mcover') return traceOf(record);
      return sealTrace(record.experiment, record.id, {
        every: 9,
        step: [0, 4],
        observed: { T: [0.4, 0.1], energy: [1, 2] },
      });
    });
    const files = await write({ traces: mixed, rejected: [] });
    expect(text()).toContain(
      'Too few looks for a curve: vanilla SA; RSA; `--trace n` looks at every n-th step.',
    );
    expect(files.join()).toContain('.kinds.svg');
    const svg = readFileSync(join(out, 'figures/table3-perceptron.inside.svg'), 'utf8');
    expect(svg).toContain('M-cover');
    await write({ traces: mixed.filter(({ step }) => step.length === 2), rejected: [] });
    expect(text()).not.toContain('.kinds.svg');
  });

  test('lets no text of a description or a trace become markup', async () => {
    const evil = '<img src=x onerror=alert(1)>](javascript:1) `x` |';
    const numbers = observed.map((one) => ({ ...one, label: `${one.key} ${evil}` }));
    await write({ traces, rejected: [] }, withObserved(table3, numbers));
    const html = readFileSync(join(out, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<img src=x|href="javascript/);
    for (const name of ['inside', 'kinds']) {
      const svg = readFileSync(join(out, `figures/table3-perceptron.${name}.svg`), 'utf8');
      expect(svg).not.toContain('<img');
      expect(svg).toContain('&lt;img');
    }
  });

  test('is bounded, whatever the number of trials and looks', async () => {
    const step = Array.from({ length: 600 }, (_, i) => i);
    const wave = (seed: number, k: number) => step.map((s) => Math.sin(s / 7 + seed) + k);
    const long = table3.map(({ id, experiment }, seed) => {
      const columns = Array.from({ length: 12 }, (_, k) => [`c${k}`, wave(seed, k)]);
      return sealTrace(experiment, id, { every: 1, step, observed: Object.fromEntries(columns) });
    });
    await write({ traces: long, rejected: [] });
    const svg = readFileSync(join(out, 'figures/table3-perceptron.inside.svg'), 'utf8');
    expect(svg.length).toBeLessThan(300_000);
    expect(text()).toMatch(/Also seen: c2, c3, /);
  });
});

describe('reading traces', () => {
  const [record] = table3;
  const file = () => join(out, 'table3-perceptron.trace.ndjson');

  test('gives traces, and lines that are none with their place', () => {
    const good = traceLine(traceOf(record));
    writeFileSync(file(), `${good}${good.replace('0.5', '0.6')}\u001b[2J\n`);
    const { traces, rejected } = readTraces(out, ['table3-perceptron', 'none']);
    expect(traces).toEqual([traceOf(record)]);
    expect(rejected.map(({ line, reason }) => [line, reason.slice(0, 26)])).toEqual([
      [2, '/sum: the sum does not mat'],
      [3, 'not JSON'],
    ]);
  });

  test('throws nothing for what is no file, or a file that is too large', () => {
    mkdirSync(file());
    writeFileSync(join(out, 'large.trace.ndjson'), '');
    truncateSync(join(out, 'large.trace.ndjson'), traceBounds.bytes + 1);
    const { rejected } = readTraces(out, ['table3-perceptron', 'large']);
    expect(rejected.map(({ reason }) => reason)).toEqual(['is no file', 'is larger than 256 MiB']);
  });
});
