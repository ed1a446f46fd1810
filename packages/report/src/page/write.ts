import { join } from 'node:path';
import { InputError } from '@mcover/core';
import { isName } from '@mcover/record';
import { againstFigure } from '../figures/against.ts';
import { column, phone } from '../figures/caption.ts';
import { costFigure } from '../figures/cost.ts';
import { figureOf } from '../figures/figure.ts';
import { referenceFigure } from '../figures/reference.ts';
import { scatterFigure } from '../figures/scatter.ts';
import type { RejectedRecord } from '../read/results.ts';
import type { Traces } from '../read/traces.ts';
import { type Against, againstOf } from '../summary/against.ts';
import { type Along, alongOf } from '../summary/along.ts';
import { costOf } from '../summary/cost.ts';
import { type Experiment, experimentsOf } from '../summary/experiment.ts';
import { referencedOf } from '../summary/reference.ts';
import type { Described } from '../summary/terms.ts';
import { comparisonTable } from '../tables/comparisons.ts';
import { toCsv } from '../tables/csv.ts';
import { toLatex } from '../tables/latex.ts';
import { resultsTable } from '../tables/results.ts';
import { againstFile } from './against.ts';
import { alongFigure, alongFile, alongTable } from './along.ts';
import { costFile } from './cost.ts';
import { pageHtml } from './html.ts';
import { figuresOf, type InsidePart, insidePartOf, tableOf } from './inside.ts';
import { candidateTable, type RacePart, racePartOf, winnerTable } from './races.ts';
import { referenceFile } from './reference.ts';
import { reportText } from './report.ts';
import { scatterFile } from './scatter.ts';
import { lookTable, type StudyPart, studyFigure, studyFile, studyPartOf } from './studies.ts';

/** Puts a text in the place of a file, or makes the file and its folder. */
export type Write = (file: string, text: string) => void;

export interface ReportOptions extends Described {
  /** Damaged lines that the report is to name. */
  rejected: readonly RejectedRecord[];
  /** The experiments of the records, from `experimentsOf`, where the caller has them already. */
  experiments?: readonly Experiment[];
  /** What was seen inside trials, and lines that the report is to name. */
  inside?: Traces;
  /** Folder to write into. */
  out: string;
  write: Write;
  /** Profile that the records belong to, as in the command that makes them. */
  profile: string;
}

/**
 * Writes REPORT.md, index.html, figures/<experiment>.svg and tables/<experiment>.csv and .tex, and returns their paths.
 * Beside them, where trials have a cost, figures/<experiment>.cost.svg; where a covariate varies,
 * figures/<experiment>.<covariate>.svg; for results that hold curves figures/<experiment>.along.svg and
 * tables/<experiment>.along.csv; for numbers that are held against others figures/<experiment>.reference.svg, and for those
 * that may foretell others figures/<experiment>.against.svg; for what was to be decided figures/<experiment>.decided.svg and
 * tables/<experiment>.decided.csv; for what was tuned tables/<experiment>.tuned.csv and tables/<experiment>.candidates.csv;
 * for trials that have traces figures/<experiment>.inside.svg and .kinds.svg and tables/<experiment>.inside.csv. The same records give the same bytes,
 * in whatever order they come.
 *
 * @throws InputError where the id of an experiment is none; what `write` throws.
 */
export async function writeReport(options: ReportOptions): Promise<string[]> {
  const { records, rejected, out, write, profile, inside = { traces: [], rejected: [] } } = options;
  const files = new Map<string, string>();
  const figures = new Map<string, string>();
  // What stands in the page alone, for phones.
  const narrow = new Map<string, string>();
  const { experiments = experimentsOf(options) } = options;
  for (const { id } of experiments) {
    if (!isName(id))
      throw new InputError('experiment', `${JSON.stringify(id)} cannot name the files of a report`);
  }
  const draw = async (file: string, figure: (width: number) => Promise<string | undefined>) => {
    const [wide, small] = [await figure(column), await figure(phone)];
    if (wide) figures.set(file, wide);
    if (small) narrow.set(file, small);
  };
  const parts = new Map<string, InsidePart>();
  const curves = new Map<string, readonly Along[]>();
  const references = new Map<string, readonly Experiment[]>();
  const foretelling = new Map<string, readonly Against[]>();
  const races = new Map<string, RacePart>();
  const studies = new Map<string, StudyPart>();
  for (const experiment of experiments) {
    await draw(`figures/${experiment.id}.svg`, (width) => figureOf(experiment, width));
    const { metric } = experiment;
    if (metric)
      for (const scatter of experiment.scatters)
        await draw(scatterFile(experiment, scatter), (width) =>
          scatterFigure(experiment, scatter, metric, width),
        );
    const cost = costOf(experiment);
    if (metric && cost)
      await draw(costFile(experiment), (width) => costFigure(experiment, metric, cost, width));
    const tables = [
      resultsTable(experiment),
      ...(experiment.comparisons.length ? [comparisonTable(experiment)] : []),
    ];
    for (const table of tables) {
      files.set(`tables/${table.id}.csv`, toCsv(table));
      files.set(`tables/${table.id}.tex`, toLatex(table));
    }
    const along = alongOf(experiment);
    if (along.length > 0) {
      curves.set(experiment.id, along);
      await draw(alongFile(experiment), (width) => alongFigure(experiment, along, width));
      const table = alongTable(experiment, along);
      files.set(`tables/${table.id}.csv`, toCsv(table));
    }
    const referenced = referencedOf(experiment);
    if (referenced.length > 0) {
      references.set(experiment.id, referenced);
      await draw(referenceFile(experiment), (width) => referenceFigure(experiment, referenced, width));
    }
    const against = againstOf(experiment);
    if (against.length > 0) {
      foretelling.set(experiment.id, against);
      await draw(againstFile(experiment), (width) => againstFigure(experiment, against, width));
    }
    const race = racePartOf(experiment);
    if (race) {
      races.set(experiment.id, race);
      for (const table of [winnerTable(race), candidateTable(race)])
        files.set(`tables/${table.id}.csv`, toCsv(table));
    }
    const study = studyPartOf(experiment);
    if (study) {
      studies.set(experiment.id, study);
      figures.set(studyFile(experiment), await studyFigure(study));
      const table = lookTable(study);
      files.set(`tables/${table.id}.csv`, toCsv(table));
    }
    const part = insidePartOf(experiment, inside.traces);
    if (!part) continue;
    parts.set(experiment.id, part);
    for (const [name, svg] of await figuresOf(part)) figures.set(name, svg);
    const table = tableOf(part);
    files.set(`tables/${table.id}.csv`, toCsv(table));
  }
  const illustrated = new Set(
    experiments.map(({ id }) => id).filter((id) => figures.has(`figures/${id}.svg`)),
  );
  const finished = new Set(
    records.flatMap(({ experiment, id, result }) => (result ? [`${experiment} ${id}`] : [])),
  );
  const strange = inside.traces.filter(({ experiment, id }) => !finished.has(`${experiment} ${id}`));
  const undrawn = { rejected: inside.rejected, strange: strange.length };
  const text = reportText({
    records,
    rejected,
    profile,
    experiments,
    illustrated,
    curves,
    referenced: references,
    against: foretelling,
    races,
    studies,
    inside: parts,
    undrawn,
  });
  for (const [name, svg] of figures) files.set(name, svg);
  files.set('index.html', pageHtml(text, `mcover report: ${profile}`, { wide: figures, narrow }));
  files.set('REPORT.md', text);
  return [...files].map(([name, content]) => {
    const path = join(out, name);
    write(path, content);
    return path;
  });
}
