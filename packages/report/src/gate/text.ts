import { capital, plural } from '@mcover/record';
import { blocks, folded, list } from '../page/markdown.ts';
import { mean } from '../statistics/mean.ts';
import { escaped, toMarkdown } from '../tables/markdown.ts';
import { sayThatP, writeSigned } from '../tables/number.ts';
import { toText } from '../tables/text.ts';
import { type Cell, valuesOf, writeMean } from './cell.ts';
import { type Gate, type GateResult, isEmpty, type Verdict } from './gate.ts';
import { reachLines, skippedLine, statementOf } from './statement.ts';
import { gateTable, writeCount } from './table.ts';

/** Tables of more rows than this are folded away. */
const longTable = 12;

/** What a gate says, in markdown: the answer, what is wrong, what else to know, then every cell. */
export function gateText(result: GateResult): string {
  const table = gateTable(result);
  const rows = table.rows.length;
  const wrong = problemsOf(result);
  const better = improvementsOf(result);
  const reach = reachOf(result);
  return blocks([
    `## mcover gate: ${result.passed ? 'passed' : '**failed**'}`,
    summaryOf(result),
    wrong.length > 0 ? list(wrong.map(({ text }) => escaped(text))) : undefined,
    better.length > 0 ? `Improved:\n\n${list(better.map(({ text }) => escaped(text)))}` : undefined,
    ...notesOf(result).map(escaped),
    rows > longTable ? folded(`All ${rows} cells`, toMarkdown(table)) : toMarkdown(table),
    reach.length > 0
      ? folded(
          'Smallest effects that are seen with 90 % power',
          list(reach.map((line) => escaped(line.trim()))),
        )
      : undefined,
  ]);
}

/** The same in plain text, for a terminal; of many cells, those alone that a reader has to look at. */
export function gatePlain(result: GateResult): string {
  const table = gateTable(result);
  const long = table.rows.length > longTable;
  const told = result.verdicts.map(
    ({ standing, pair }) => standing === 'worse' || standing === 'better' || pair.changed > 0,
  );
  const rows = long ? table.rows.filter((_, i) => told[i] ?? true) : table.rows;
  const left = table.rows.length - rows.length;
  return blocks([
    `mcover gate: ${result.passed ? 'passed' : 'FAILED'}`,
    summaryOf(result),
    ...[...problemsOf(result), ...improvementsOf(result)].map(({ text }) => text),
    ...notesOf(result),
    rows.length > 0 ? toText({ ...table, rows }) : undefined,
    left > 0 ? `${plural(left, 'cell')} not listed, none worse; --json and --markdown list all` : undefined,
  ]);
}

function summaryOf(result: GateResult): string {
  const [cells, tests] = statementOf(result.gate, new Map());
  return `${headline(result)} ${capital(cells)}. ${capital(tests)}.`;
}

/** What each experiment could have shown, a line each. */
function reachOf({ gate, verdicts }: GateResult): string[] {
  return reachLines(gate, new Map(verdicts.map(({ pair, effect }) => [pair, effect])));
}

/** Something that makes a gate fail. */
export interface Problem {
  /** What it is about: "fig2a-load, M-cover, α = 1.6". */
  title: string;
  text: string;
}

export function problemsOf({ gate, verdicts }: GateResult): Problem[] {
  const why = gate.skipped.length > 0 ? 'all cells were skipped' : 'no records';
  const skipped = gate.requireData ? skippedLine(gate) : undefined;
  return [
    ...(skipped ? [{ title: 'mcover gate', text: skipped }] : []),
    ...(isEmpty(gate) ? [{ title: 'mcover gate', text: `there is nothing to compare: ${why}` }] : []),
    ...verdicts
      .filter(({ standing }) => standing === 'worse')
      .map((verdict) => problem(gate, verdict.pair.fresh, `worse: ${changes(verdict, 'worse')}`)),
    ...verdicts
      .filter(({ standing }) => standing === 'changed')
      .map(({ pair: { fresh, known, changed } }) => {
        const trials = `${changed} of ${plural(known, 'trial')} that the reference has`;
        return problem(gate, fresh, `changed: ${trials} came out differently`);
      }),
    ...gate.faults.map(({ cell, reason }) => problem(gate, cell, reason)),
  ];
}

/** Cells that have become better: no problem, but the reference is out of date. */
export function improvementsOf({ gate, verdicts }: GateResult): Problem[] {
  return verdicts
    .filter(({ standing }) => standing === 'better')
    .map((verdict) =>
      problem(gate, verdict.pair.fresh, `better: ${changes(verdict, 'better')}; renew the reference`),
    );
}

function problem(gate: Gate, cell: Cell, text: string): Problem {
  const title = `${cell.experiment}, ${gate.labels.get(cell.key)}`;
  return { title, text: `${title}: ${text}` };
}

/** "mean test error 0.1090 → 0.2010 (+0.0920, p below 0.001), solved 14/40 → 0/20 (p = 0.0031)". */
function changes({ pair, tested }: Verdict, direction: 'worse' | 'better'): string {
  const [before, after] = [pair.reference, pair.fresh];
  const { label, decimals } = after.terms.metric!;
  const rise = writeSigned(mean(valuesOf(after)) - mean(valuesOf(before)), decimals);
  return tested
    .map(({ flag, ...p }) => {
      const sure = sayThatP(p[direction].adjusted);
      return flag
        ? `${flag.label} ${writeCount(before, flag)} → ${writeCount(after, flag)} (${sure})`
        : `mean ${label} ${writeMean(before)} → ${writeMean(after)} (${rise}, ${sure})`;
    })
    .join(', ');
}

function headline({ gate, verdicts }: GateResult): string {
  const worse = verdicts.filter(({ standing }) => standing === 'worse').length;
  const wrong = [
    ...(worse ? [`${plural(worse, 'cell')} became worse.`] : []),
    ...(gate.faults.length ? [`${plural(gate.faults.length, 'cell')} cannot be compared.`] : []),
  ];
  const good = verdicts.length > 0 ? 'No cell became worse.' : 'There is nothing to compare.';
  const other = otherwiseIn(gate);
  return [...(wrong.length > 0 ? wrong : [good]), ...(other ? [`The program ${other}.`] : [])].join(' ');
}

/** "computes something else in 21 cells": trials of one specification have other results; nothing where none has. */
export function otherwiseIn({ pairs }: Gate): string | undefined {
  const changed = pairs.filter((pair) => pair.changed > 0).length;
  return changed > 0 ? `computes something else in ${plural(changed, 'cell')}` : undefined;
}

/** What does not decide, but should be known. */
export function notesOf(result: GateResult): string[] {
  const { pairs, standIns, exact } = result.gate;
  const changed = pairs.filter((pair) => pair.changed > 0);
  const renewed = pairs.filter((pair) => pair.renewed);
  const other = pairs.filter(({ known, fresh, renewed }) => !renewed && known < fresh.records.length);
  const skipped = result.gate.requireData ? undefined : skippedLine(result.gate);
  return [
    ...(skipped ? [skipped] : []),
    ...(changed.length > 0
      ? [
          `In ${plural(changed.length, 'cell')} trials of the reference's own seeds came out differently: the ` +
            'program computes something else than it did, better, worse or neither. Where that is meant, ' +
            `"mcover gate --renew" in the same commit${exact ? '' : '; where it is not, --exact makes it a failure'}.`,
        ]
      : []),
    ...(renewed.length > 0
      ? [
          `In ${plural(renewed.length, 'cell')} the trials are of another version of the modules under "uses" than ` +
            "the reference's.",
        ]
      : []),
    ...(other.length > 0
      ? [`In ${plural(other.length, 'cell')} some trials have other seeds than the reference's.`]
      : []),
    ...(standIns > 0
      ? [
          `${plural(standIns, 'cell')} of the reference had no part: the new records have the same cells with ` +
            'the data set in the place of SYNTHETIC data, or the other way round.',
        ]
      : []),
  ];
}
