import fs from 'node:fs';
import { builtIn } from '@mcover/models';
import {
  type Journal,
  journalLine,
  type Outcome,
  sealRecord,
  sealTrace,
  type TrialSpec,
  traceLine,
} from '@mcover/record';
import fc from 'fast-check';
import { expect } from 'vitest';
import { journalFile, readJournals, traceFile } from '../../dist/journal/folder.js';
import { repairJournal } from '../../dist/journal/journal.js';
import { readTraces, repairTraces } from '../../dist/journal/traces.js';
import { temporary } from '../support.ts';
import { demandMessage, type Subject, type Verdict } from './subject.ts';
import { damaged, damages, numbers, rarely, texts, values } from './values.ts';

const provenance = { engine: 'wasm', runtime: 'x', commit: 'x', platform: 'x', durationMs: 5 };
const schedule = { from: 0.4, to: 0.1, step: 0.1 };
const spec = (trial: number): TrialSpec => ({
  model: 'perceptron',
  method: 'vanilla',
  data: { name: 'teacher-student' },
  params: { N: 11, alpha: 1.5, cost: 'linear', schedule, sweeps: 1 },
  seed: { root: 1, trial },
});
const solved = { generalizationError: 0, overlap: 1, trainError: 0, solved: true };
const recordLine = (of: TrialSpec, outcome: Outcome, experiment = 'e') =>
  journalLine(sealRecord(experiment, of, outcome, provenance)).trimEnd();

/** Few enough to come twice at times. */
const trial = fc.nat(40);

/** What a line of any file may be in the place of one of its own. */
const strange = (line: fc.Arbitrary<string>) =>
  fc.oneof(
    // Torn, with an end of another system, doubled within itself.
    fc.tuple(line, fc.nat(99)).map(([text, cut]) => text.slice(0, -1 - cut)),
    line.map((text) => `${text}\r`),
    line.map((text) => ` ${text} `),
    line.map((text) => text + text),
    line.map((text) => text.replace('{', '{"id":"","id":"",')),
    line.map((text) => JSON.stringify(JSON.parse(text), null, 1)),
    // The same value in another order, which its sum does not see.
    line.map((text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()))),
    values.map((value) => JSON.stringify(value)),
    fc.nat(300).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
    fc.tuple(texts, values).map(([key, value]) => `{${JSON.stringify(key)}:${JSON.stringify(value)}}`),
    texts,
  );

const record = fc.oneof(
  trial.map((n) => recordLine(spec(n), { result: solved })),
  trial.map((n) =>
    recordLine(spec(n), { result: { ...solved, generalizationError: 0.5, overlap: 0, solved: false } }),
  ),
  fc.tuple(trial, texts).map(([n, message]) => recordLine(spec(n), { failure: { kind: 'Error', message } })),
);

/** Sealed well, but of another experiment, of a model that is not here, with a result that cannot be, with any value. */
const odd = fc.oneof(
  trial.map((n) => recordLine(spec(n), { result: solved }, 'other')),
  trial.map((n) => recordLine({ ...spec(n), model: 'mine', uses: ['0'.repeat(64)] }, { result: solved })),
  fc.tuple(trial, numbers).map(([n, overlap]) => recordLine(spec(n), { result: { ...solved, overlap } })),
  fc
    .tuple(trial, fc.constantFrom('N', 'alpha', 'cost', 'schedule', 'kernel', '__proto__'), values)
    .map(([n, key, value]) =>
      recordLine({ ...spec(n), params: { ...spec(n).params, [key]: value } }, { result: solved }),
    ),
);

/** Lines of a file, each good or not, its end, and what befell its bytes. */
function filesOf(good: fc.Arbitrary<string>, bad: fc.Arbitrary<string>) {
  const line = fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: bad });
  const bytes = fc
    .tuple(
      fc.array(line, { maxLength: 8 }),
      fc.constantFrom('\n', '\n', '\n', '\n', '\n', '\n', '', '\r\n', '\n\n'),
    )
    .map(([lines, end]) => Buffer.from(lines.join('\n') + end));
  return fc.tuple(bytes, rarely(damages)).map(([all, changes]) => damaged(all, changes));
}

/** Every line is what it is, once, and says why; a second reading of what was mended finds nothing. */
function demandLines(
  lines: number,
  kept: number,
  rejected: readonly { line: number; reason: string }[],
): Verdict {
  expect(kept + rejected.length).toBeLessThanOrEqual(lines);
  expect(new Set(rejected.map(({ line }) => line)).size).toBe(rejected.length);
  for (const { line, reason } of rejected) {
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(lines);
    expect(reason.length).toBeGreaterThan(4);
  }
  return rejected.length > 0 ? 'refused' : 'taken';
}

const linesOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1').split('\n').length;

export const journals: Subject<Uint8Array> = {
  name: 'journals',
  cases: filesOf(record, fc.oneof(odd, strange(record))),
  read(bytes) {
    const folder = temporary();
    const file = journalFile(folder, 'e');
    fs.writeFileSync(file, bytes);
    const read = (): Journal => readJournals(folder).get('e')!;
    const before = read();
    const verdict = demandLines(
      linesOf(bytes),
      before.records.length + before.unknown.length,
      before.rejected,
    );
    expect(repairJournal(file, builtIn, 'e')).toBe(before.rejected.length);
    const after = read();
    expect(after.rejected).toEqual([]);
    expect(after.records).toEqual(before.records);
    expect(after.unknown.map(({ text }) => text)).toEqual(before.unknown.map(({ text }) => text));
    expect(asideOf(file)).toEqual(before.rejected);
    return verdict;
  },
};

/** What stands in the file of rejected lines, in which nothing of them is lost. */
function asideOf(file: string): unknown[] {
  const aside = `${file}.rejected`;
  if (!fs.existsSync(aside)) return [];
  return fs
    .readFileSync(aside, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const id = trial.map((n) => n.toString(16).padStart(2, '0').repeat(32));
const looks = fc.uniqueArray(fc.nat(50), { maxLength: 5 }).map((steps) => steps.sort((a, b) => a - b));
const trace = fc
  .tuple(id, looks, fc.constantFrom('loss', 'toString', 'T'), fc.double())
  .map(([of, step, key, value]) =>
    traceLine(sealTrace('e', of, { every: 1, step, observed: { [key]: step.map(() => value) } })).trimEnd(),
  );

export const traces: Subject<Uint8Array> = {
  name: 'files of traces',
  cases: filesOf(trace, strange(trace)),
  read(bytes) {
    const folder = temporary();
    const file = traceFile(folder, 'e');
    fs.writeFileSync(file, bytes);
    const before = readTraces(folder, 'e');
    const verdict = demandLines(linesOf(bytes), before.traces.length, before.rejected);
    expect(repairTraces(folder, 'e')).toBe(before.rejected.length);
    expect(readTraces(folder, 'e')).toEqual({ traces: before.traces, rejected: [] });
    expect(asideOf(file)).toEqual(before.rejected);
    for (const { reason } of before.rejected) demandMessage(reason);
    return verdict;
  },
};
