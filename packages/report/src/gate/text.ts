import { capital, plural } from '@mcover/record';
import { blocks, folded, list, longTable } from '../page/markdown.ts';
import { mean } from '../statistics/mean.ts';
import { escaped, toMarkdown } from '../tables/markdown.ts';
import { sayThatP, writeSigned } from '../tables/number.ts';
import { type Cell, valuesOf, writeMean } from './cell.ts';
import type { Gate, GateResult, Verdict } from './gate.ts';
import { statementOf } from './statement.ts';
import { gateTable, writeCount } from './table.ts';

/** What a gate says, in markdown: the answer, what is wrong, what else to know, then every cell. */
export function gateText(result: GateResult): string {
  const { gate, passed, verdicts } = result;
  const effects = new Map(verdicts.map(({ pair, effect }) => [pair, effect]));
  const [cells, tests, , ...reach] = statementOf(gate, effects);
  const table = gateTable(result);
  const rows = table.rows.length;
  const wrong = problemsOf(result);
  return blocks([
    `## mcover gate: ${passed ? 'passed' : '**failed**'}`,
    `${headline(result)} ${capital(cells)}. ${capital(tests)}.`,
    wrong.length > 0 ? list(wrong.map(({ text }) => escaped(text))) : undefined,
    ...notesOf(result),
    rows > longTable ? folded(`All ${rows} cells`, toMarkdown(table)) : toMarkdown(table),
    reach.length > 0
      ? folded(
          'Smallest effects that are seen with 90 % power',
          list(reach.map((line) => escaped(line.trim()))),
        )
      : undefined,
  ]);
}

/** Something that makes a gate fail. */
export interface Problem {
  /** What it is about: "fig2a-load, M-cover, α = 1.6". */
  title: string;
  text: string;
}

export function problemsOf({ gate, verdicts }: GateResult): Problem[] {
  const empty = gate.pairs.length === 0 && gate.faults.length === 0;
  return [
    ...(empty ? [{ title: 'mcover gate', text: 'there is nothing to compare: no records' }] : []),
    ...verdicts
      .filter(({ standing }) => standing === 'worse')
      .map((verdict) => problem(gate, verdict.pair.fresh, `worse: ${changes(verdict, 'worse')}`)),
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
  const parts = [
    ...(worse ? [`${plural(worse, 'cell')} became worse.`] : []),
    ...(gate.faults.length ? [`${plural(gate.faults.length, 'cell')} cannot be compared.`] : []),
  ];
  if (parts.length > 0) return parts.join(' ');
  return verdicts.length > 0 ? 'No cell became worse.' : 'There is nothing to compare.';
}

/** What does not decide, but should be known. */
export function notesOf(result: GateResult): string[] {
  const { pairs, standIns } = result.gate;
  const changed = pairs.filter((pair) => pair.changed > 0);
  const renewed = pairs.filter((pair) => pair.renewed);
  const other = pairs.filter(({ known, fresh, renewed }) => !renewed && known < fresh.records.length);
  const better = improvementsOf(result);
  return [
    ...(better.length > 0 ? [`Improved:\n\n${list(better.map(({ text }) => escaped(text)))}`] : []),
    ...(changed.length > 0
      ? [
          `In ${plural(changed.length, 'cell')} trials of the reference's own seeds came out differently: the ` +
            'program computes something else than it did, better, worse or neither.',
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
