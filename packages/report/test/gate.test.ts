import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrialRecord } from '@mcover/record';
import {
  annotationsOf,
  effectsOf,
  gateJson,
  gateOf,
  gatePlain,
  gateText,
  judge,
  readResults,
  renewalOf,
  statementOf,
  writeReference,
} from '@mcover/report';
import { describe, expect, test } from 'vitest';
import { described } from './descriptions.ts';
import { failed, finished, mcover, rsa, type series } from './records.ts';
import { write } from './write.ts';

/** Trials of one cell: `solved` of them at 0, the i-th of the others at .15 + (i mod 7)/500. */
function trials(count: number, solved: number, made: Parameters<typeof series>[0] = {}) {
  const errors = Array.from({ length: count }, (_, i) => (i < solved ? 0 : 0.15 + (i % 7) / 500));
  return errors.map((error, trial) => finished({ trial, ...made }, error));
}

const vanilla = trials(20, 0, { method: 'vanilla' });
const replicated = (solved: number) => trials(20, solved, { method: 'rsa', params: rsa });
const routed = (solved: number, root = 1) =>
  Array.from({ length: 20 }, (_, trial) =>
    finished(
      { method: 'mcover', params: mcover, trial, root },
      trial < solved ? 0 : 0.15 + (trial % 7) / 500,
    ),
  );
const reference = [...vanilla, ...replicated(7), ...routed(13)];

type Demands = Parameters<typeof gateOf>[3];

function verdictOf(
  fresh: readonly TrialRecord[],
  before: readonly TrialRecord[] = reference,
  demands: Demands = {},
) {
  const gate = gateOf(described(before), described(fresh), 0.01, demands);
  return judge(gate, effectsOf(gate));
}

const standings = (fresh: readonly TrialRecord[]) =>
  verdictOf(fresh).verdicts.map(({ standing }) => standing);
/** Why a gate fails before any test; it passes where there is no reason. */
function reasons(fresh: readonly TrialRecord[], before?: readonly TrialRecord[]): string[] {
  const { gate, passed } = verdictOf(fresh, before);
  expect(passed).toBe(gate.faults.length === 0);
  return gate.faults.map(({ reason }) => reason.split(':')[0]);
}

describe('a gate', () => {
  test('passes equal records at once, all or some of them', () => {
    const fewer = reference.filter(({ spec }) => spec.seed.trial < 5);
    for (const fresh of [reference, [...reference].reverse(), fewer]) {
      expect(standings(fresh)).toEqual(['equal', 'equal', 'equal']);
      expect(verdictOf(fresh).passed).toBe(true);
    }
  });

  test('finds the cell that became worse, and by what', () => {
    const result = verdictOf([...vanilla, ...replicated(7), ...routed(0, 2)]);
    expect(result.passed).toBe(false);
    expect(result.verdicts.map(({ standing }) => standing)).toEqual(['equal', 'equal', 'worse']);
    const [mean, solved] = result.verdicts[2].tested;
    // 13 and 0 of 20: p = C(20, 13)/C(40, 13), the smallest of five tests. No division drawn has as high a mean.
    expect(solved.worse.p).toBeCloseTo(77520 / 12033222880, 12);
    expect(solved.worse.adjusted).toBeCloseTo((5 * 77520) / 12033222880, 12);
    expect(mean.worse.p).toBeLessThan(5e-5);
    expect(mean.worse.adjusted).toBeCloseTo(4 * mean.worse.p, 12);
  });

  test('praises what became better, and passes', () => {
    const result = verdictOf([...vanilla, ...replicated(20), ...routed(13)]);
    expect(result.passed).toBe(true);
    expect(gateText(result)).toContain('better: mean generalization error');
    expect(annotationsOf(result)[0]).toMatch(/^::warning title=table3-perceptron%2C RSA::/);
  });

  test('lets other seeds and other bits pass while nothing is significantly worse', () => {
    const other = verdictOf([...vanilla, ...replicated(7), ...routed(11, 2)]);
    expect(other.passed).toBe(true);
    expect(gateText(other)).toContain('In 1 cell some trials have other seeds');
    const changed = verdictOf([...vanilla, ...replicated(7), ...routed(11)]);
    expect(changed.verdicts[2].pair).toMatchObject({ known: 20, changed: 2, equal: false });
    expect(gateText(changed)).toContain('In 1 cell trials of the reference');
  });

  test('that is exact fails on any trial with another result, better ones too, and on no common trial', () => {
    const exact = (fresh: readonly TrialRecord[]) => verdictOf(fresh, reference, { exact: true });
    expect(exact(reference.slice(0, 45)).passed).toBe(true);
    const better = exact([...vanilla, ...replicated(20), ...routed(11)]);
    expect(better.passed).toBe(false);
    expect(better.verdicts.map(({ standing }) => standing)).toEqual(['equal', 'changed', 'changed']);
    const text = gateText(better);
    expect(text).toContain('No cell became worse. The program computes something else in 2 cells.');
    expect(text).toContain('RSA: changed: 13 of 20 trials that the reference has came out differently');
    expect(text).toContain('| ✗ other results |');
    // What is worse is told as worse.
    const worse = exact([...vanilla, ...replicated(7), ...routed(0)]);
    expect(worse.verdicts[2].standing).toBe('worse');
    expect(gateText(worse)).toContain('1 cell became worse. The program computes something else in 1 cell.');
    const other = exact([...vanilla, ...replicated(7), ...routed(13, 2)]);
    expect(other.passed).toBe(false);
    expect(other.gate.faults.map(({ reason }) => reason.split(':')[0])).toEqual(['no common trial']);
  });

  test('says in its headline that trials came out differently, whether it passes or not', () => {
    const passed = verdictOf([...vanilla, ...replicated(7), ...routed(11)]);
    expect(gatePlain(passed)).toContain(
      'mcover gate: passed\n\nNo cell became worse. The program computes something else in 1 cell.',
    );
    expect(annotationsOf(passed)).toEqual([
      '::warning title=mcover gate::the program computes something else in 1 cell',
    ]);
    expect(gatePlain(verdictOf(reference))).not.toContain('something else');
  });

  test('fails on a cell of fewer trials than are asked for, on either side', () => {
    const few = [...vanilla, ...replicated(7).slice(0, 5), ...routed(13)];
    const reasonsAt = (minTrials: number, [fresh, before]: TrialRecord[][]) => {
      const { gate, passed } = verdictOf(fresh, before, { minTrials });
      expect(passed).toBe(gate.faults.length === 0);
      return gate.faults.map(({ reason }) => reason);
    };
    expect(reasonsAt(5, [few, reference])).toEqual([]);
    const told = (side: string) => [`too few: 5 ${side} trials, and --min-trials asks for 6`];
    expect(reasonsAt(6, [few, reference])).toEqual(told('new'));
    expect(reasonsAt(6, [reference, few])).toEqual(told('reference'));
  });

  test('fails on a cell that is missing, unknown, failed or doubled', () => {
    expect(reasons([...vanilla, ...replicated(7)])).toEqual(['missing']);
    const wider = trials(20, 13, { method: 'mcover', params: { ...mcover, S: 11 } });
    expect(reasons([...vanilla, ...replicated(7), ...wider])).toEqual(['missing', 'unknown']);
    const crash = failed({ method: 'mcover', params: mcover, trial: 3 });
    expect(reasons([...reference, crash])).toEqual(['failed']);
    expect(reasons([...reference, finished({ trial: 3 }, 0.2)])).toEqual(['double']);
    const lost = failed({ method: 'mcover', params: { ...mcover, S: 12 } }, 'not finite', 'Diverged');
    const told =
      'failed: 1 of 1 new trials have no result; their training diverged, and would again: take the cell out,';
    const [{ reason }] = verdictOf([...reference, lost]).gate.faults;
    expect(reason).toContain(told);
    expect(verdictOf([], []).passed).toBe(false);
  });
});

describe('data sets and what stands in for them', () => {
  const committee = (data: object, count: number): TrialRecord[] =>
    trials(count, 0).map((record) => ({ ...record, spec: { ...record.spec, data } as TrialRecord['spec'] }));
  const real = committee({ name: 'mnist', sha256: 'a' }, 9);
  const standIn = committee({ name: 'hidden-manifold', D: 50, insteadOf: 'mnist' }, 9);

  test('either may be there where the reference has both', () => {
    const both = [...real, ...standIn];
    expect(reasons(real, both)).toEqual([]);
    expect(reasons(standIn, both)).toEqual([]);
    expect(gateText(verdictOf(standIn, both))).toContain('1 cell of the reference had no part');
  });

  test('one does not pass for the other: its cells are skipped, in one line', () => {
    const more = committee({ name: 'hidden-manifold', D: 50, insteadOf: 'fashion-mnist' }, 9);
    const before = [...reference, ...real, ...committee({ name: 'fashion-mnist', sha256: 'a' }, 9)];
    const fresh = [...reference, ...standIn, ...more];
    const line =
      '2 cells skipped: no fashion-mnist, mnist; "mcover data fetch fashion-mnist mnist", then run again';
    const judged = (requireData: boolean) => {
      const gate = gateOf(described(before), described(fresh), 0.01, { requireData });
      return judge(gate, effectsOf(gate));
    };
    const [lenient, strict] = [judged(false), judged(true)];
    expect([lenient.passed, strict.passed]).toEqual([true, false]);
    for (const result of [lenient, strict]) {
      expect(gatePlain(result).split('skipped')).toHaveLength(2);
      expect(gatePlain(result)).toContain(`\n${line}\n`);
      expect(gateText(result)).toContain(line);
      expect(gateText(result)).not.toContain('had no part');
    }
    expect([lenient, strict].map(annotationsOf)).toEqual([[], [`::error title=mcover gate::${line}`]]);
    expect(gateJson(lenient)).toMatchObject({
      skipped: [{ dataSet: 'fashion-mnist' }, { dataSet: 'mnist' }],
    });
    // Where nothing else is compared, nothing has passed.
    const nothing = verdictOf(standIn, real);
    expect(nothing).toMatchObject({ passed: false, gate: { faults: [], pairs: [] } });
    expect(gatePlain(nothing)).toContain('there is nothing to compare: all cells were skipped');
  });

  test('nor do other bytes', () => {
    const others = committee({ name: 'mnist', sha256: 'b' }, 9);
    expect(reasons(others, real)).toEqual(['other data than the reference has']);
  });
});

describe('a module of one’s own', () => {
  const files = ['own.mjs', 'leaves.csv'];
  const digest = (letter: string) => letter.repeat(64);
  /** Trials made of a version of the module and a version of the data, with their description. */
  const made = (module: string, data: string, solved: number) => {
    const uses = [digest(module), digest(data)];
    const own = trials(20, solved).map((record) => ({
      ...record,
      id: module + data + record.id,
      spec: { ...record.spec, uses },
    }));
    const all = described(own);
    const named = files.map((file, i) => ({ file, sha256: uses[i] }));
    const descriptions = new Map([...all.descriptions].map(([id, one]) => [id, { ...one, uses: named }]));
    return { records: own, descriptions };
  };
  const verdict = (
    before: ReturnType<typeof made>,
    after: ReturnType<typeof made>,
    demands: Demands = {},
  ) => {
    const gate = gateOf(before, after, 0.01, demands);
    return judge(gate, effectsOf(gate));
  };

  test('that was changed is compared: worse fails, the same passes, and the change is told', () => {
    const same = verdict(made('a', 'd', 13), made('b', 'd', 13));
    expect(same).toMatchObject({ passed: true, gate: { faults: [] } });
    expect(gateText(same)).toContain(
      'In 1 cell the trials are of another version of the modules under "uses"',
    );
    expect(gateText(same)).not.toContain('other seeds');
    const worse = verdict(made('a', 'd', 13), made('b', 'd', 0));
    expect(worse.verdicts.map(({ standing }) => standing)).toEqual(['worse']);
    expect(gateText(verdict(made('a', 'd', 13), made('a', 'd', 13)))).not.toContain('another version');
  });

  test('that was changed is held to the same results where they are to be equal', () => {
    const exact = (...sides: [ReturnType<typeof made>, ReturnType<typeof made>]) =>
      verdict(...sides, { exact: true });
    expect(exact(made('a', 'd', 13), made('b', 'd', 13)).passed).toBe(true);
    const changed = exact(made('a', 'd', 13), made('b', 'd', 12));
    expect(changed.verdicts).toMatchObject([{ standing: 'changed', pair: { known: 20, changed: 1 } }]);
    expect(changed.passed).toBe(false);
  });

  test('does not let other data pass for the same', () => {
    const { passed, gate } = verdict(made('a', 'd', 13), made('a', 'e', 13));
    expect(passed).toBe(false);
    expect(gate.faults.map(({ reason }) => reason.split(':')[0])).toEqual(['missing', 'unknown']);
  });

  test('is one version a side', () => {
    const [a, b] = [made('a', 'd', 13), made('b', 'd', 13)];
    const both = { records: [...a.records, ...b.records], descriptions: b.descriptions };
    expect(verdict(a, both).gate.faults.map(({ reason }) => reason.split(':')[0])).toEqual(['double']);
  });
});

test('engines of another arithmetic fill the same cell', () => {
  const as = (arithmetic: 'f32' | 'f64') =>
    vanilla.map((record) => ({
      ...record,
      id: arithmetic + record.id,
      spec: { ...record.spec, arithmetic },
    }));
  const result = verdictOf(as('f32'), as('f64'));
  expect(result.verdicts).toHaveLength(1);
  expect(result.verdicts[0]).toMatchObject({ standing: 'same', pair: { known: 0 } });
});

test('the statement says before the tests what they can see', () => {
  const gate = gateOf(described(reference), described(reference), 0.01);
  expect(gate.tests).toBe(5);
  expect(gate.level).toBe(0.002);
  const lines = statementOf(gate, effectsOf(gate));
  expect(lines[0]).toBe("3 cells to compare, 3 of them with records equal to the reference's");
  expect(lines[3]).toMatch(
    /^ {2}table3-perceptron \(20 against 20 trials\): mean generalization error up by 0\.0\d+ to 0\.\d+; share solved down to 0\.\d\d$/,
  );
});

test('the text, the annotations and the JSON agree', () => {
  const result = verdictOf([...vanilla, ...replicated(7), ...routed(0)]);
  const text = gateText(result);
  expect(text).toContain('## mcover gate: **failed**\n\n1 cell became worse.');
  expect(text).toContain(
    '| table3-perceptron | M-cover | 20 → 20 | 0.0546 → 0.1557 | 13/20 → 0/20 | \\< 0.001 |',
  );
  expect(text).toContain('| ✗ worse |');
  const plain = gatePlain(result);
  expect(plain).toContain('mcover gate: FAILED\n\n1 cell became worse.');
  expect(plain).toMatch(
    /^table3-perceptron +M-cover +20 → 20 +0\.0546 → 0\.1557 +13\/20 → 0\/20 +< 0\.001 .*✗ worse$/m,
  );
  expect(plain).not.toMatch(/[|`*#\\]|<details>/);
  const [line, ...rest] = annotationsOf(result);
  expect(rest).toEqual([]);
  expect(line).toMatch(
    /^::error title=table3-perceptron%2C M-cover::table3-perceptron, M-cover: worse: mean generalization error 0\.0546 → 0\.1557/,
  );
  expect(gateJson(result)).toMatchObject({
    passed: false,
    tests: 5,
    cells: [{}, {}, { cell: 'M-cover', verdict: 'worse', new: { trials: 20, solved: 0, changed: 13 } }],
  });
});

test('a renewal shows what changes, and puts the new records in the place of the old ones', () => {
  const { unchanged, removed, table } = renewalOf(
    described(reference),
    described([...vanilla, ...routed(11)]),
  );
  expect(unchanged).toBe(1);
  expect(removed).toEqual(['table3-perceptron, RSA: 20 of 20 trials']);
  expect(table.rows.map((row) => row.map((cell) => cell?.text))).toEqual([
    [
      'table3-perceptron',
      'M-cover',
      'other trials',
      '20 → 20',
      '0.0546 → 0.0705',
      '+0.0159',
      '13/20 → 11/20',
    ],
    ['table3-perceptron', 'RSA', 'removed', '20', '0.1011', undefined, '7/20'],
  ]);
  // Other seeds do not take the place of these.
  const others = renewalOf(described(reference), described([...vanilla, ...replicated(7), ...routed(13, 2)]));
  expect(others.removed).toEqual(['table3-perceptron, M-cover: 20 of 20 trials']);
  const folder = mkdtempSync(join(tmpdir(), 'mcover-reference-'));
  try {
    const old = finished({ experiment: 'fig5-covers' }, 0.1);
    writeReference(folder, described([...vanilla, old]), { write, remove: rmSync });
    const both = ['fig5-covers', 'table3-perceptron'].flatMap((id) => [`${id}.json`, `${id}.ndjson`]);
    expect(readdirSync(folder)).toEqual(both);
    writeReference(folder, described(reference), { write, remove: rmSync });
    expect(readdirSync(folder)).toEqual(['table3-perceptron.json', 'table3-perceptron.ndjson']);
    expect(readResults(folder)).toEqual({ ...described(reference), rejected: [], unknown: [] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
