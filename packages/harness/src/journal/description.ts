import path from 'node:path';
import { curvesOf, metricsOf, notationsOf, type Registry } from '@mcover/models';
import {
  type Decision,
  type Description,
  describing,
  refuseNoSchema,
  type Tuning,
  validator,
} from '@mcover/record';
import { disk, readText } from '@mcover/report/disk';
import { type Experiment, shown, withProfile } from '../config/experiment.ts';
import { plain } from '../config/located.ts';
import type { Use } from '../config/plugins.ts';
import type { ExperimentFile } from '../config/schema.ts';
import { UsageError } from '../error.ts';
import type { Study } from '../request.ts';
import { replaceFile } from './durable.ts';
import { descriptionFile, readDescription } from './folder.ts';

/** Where and for what an experiment is described. */
export interface Describing {
  profile: string;
  /** Folder of the journals. */
  folder: string;
  registry: Registry;
  uses: readonly Use[];
  /** Files of one's own that its trials learn from and are judged by. */
  files: readonly Use[];
  /** Whether the file was named by the caller: it is not one of the paper's. */
  named: boolean;
  /** What it has to decide. */
  decision?: Decision | undefined;
  /** What it tunes. */
  tuning?: Tuning | undefined;
  /** The command that runs it, if it is no plain run. */
  study?: Study | undefined;
}

/**
 * What lies beside the journal of an experiment, for report, gate, page and those who come later.
 *
 * @throws UsageError where a text of the experiment, or of a model of one's own, cannot stand in it.
 */
export function descriptionOf(
  experiment: Experiment,
  { profile, folder, registry, uses, files, named, decision, tuning, study }: Describing,
): Description {
  const node = withProfile(experiment, profile);
  const {
    id,
    model: name,
    title,
    note,
    paper,
    controls,
    view,
    sweep,
    ...rest
  } = plain(node) as ExperimentFile;
  const model = registry.model(name);
  const variants = registry.variantsOf(name);
  const [{ spec, result }] = variants;
  const methods = variants.map(({ method, params }) => {
    const { label, control, about } = model.methods[method];
    return [method, { label, control, about, params }];
  });
  // A schema of a module of one's own may be none, which no reader of the records could use.
  if (uses.length > 0) {
    for (const schema of [result, ...variants.map(({ spec }) => spec)]) refuseNoSchema(schema);
    validator(result).fits({});
  }
  const curves = curvesOf(model.result);
  const swept = Object.keys(sweep ?? {});
  const theory = model.theory?.filter(({ path }) => swept.includes(path)) ?? [];
  const description: unknown = JSON.parse(
    JSON.stringify({
      experiment: id,
      title,
      note,
      command: [
        ...(study
          ? [study, named ? shown(experiment.file) : id]
          : named
            ? ['run', shown(experiment.file)]
            : ['repro', '--only', id]),
        ...(experiment.settings?.texts ?? []),
      ],
      model: name,
      methods: Object.fromEntries(methods),
      data: spec.properties.data,
      result,
      arithmetic: model.arithmetic ?? false,
      parameters: notationsOf(variants),
      metrics: metricsOf(model.result),
      curves: curves.length > 0 ? curves : undefined,
      observed: model.observed,
      paper,
      controls,
      view,
      decide: decision,
      tune: tuning,
      theory: theory.length > 0 ? theory : undefined,
      uses: uses.length > 0 ? carried('/', folder, uses) : undefined,
      files: files.length > 0 ? carried('/', folder, files) : undefined,
      resolved: { ...rest, sweep, model: name },
    }),
  );
  if (describing.fits(description)) return description;
  const [{ pointer, message }] = describing.problems(description);
  throw new UsageError(`${shown(experiment.file)}: experiment "${id}": ${pointer}: ${message}`);
}

/** Files as they are named from another folder. */
function carried(from: string, to: string, files: readonly Use[]): Use[] {
  return files.map((use) => ({ ...use, file: path.relative(to, path.resolve(from, use.file)) }));
}

/** The descriptions of some experiments, as they stand in another folder: the files that are used lie where they lay. */
export function carriedDescriptions(
  from: string,
  to: string,
  experiments: Iterable<string>,
): Map<string, Description> {
  const found = [...experiments].flatMap((experiment) => {
    const description = readDescription(from, experiment);
    if (!description) return [];
    const { uses, files } = description;
    return [
      [
        experiment,
        {
          ...description,
          ...(uses && { uses: carried(from, to, uses) }),
          ...(files && { files: carried(from, to, files) }),
        },
      ] as const,
    ];
  });
  return new Map(found);
}

/**
 * Writes descriptions beside their journals, where they are not there as they are. A tuning stays told that another command, such
 * as `run`, knows nothing of: the records that it has made lie there. The folder is this process's.
 */
export function writeDescriptions(folder: string, descriptions: ReadonlyMap<string, Description>): void {
  for (const [experiment, description] of descriptions) {
    const file = descriptionFile(folder, experiment);
    const tune =
      description.tune ??
      ('tune' in description.resolved ? readDescription(folder, experiment)?.tune : undefined);
    const text = `${JSON.stringify({ ...description, tune }, null, 1)}\n`;
    if (!isThere(file, text)) replaceFile(file, text);
  }
}

/** Whether a file is there that holds just this text. */
function isThere(file: string, text: string): boolean {
  const stat = disk.stat(file);
  return stat?.isFile() === true && stat.size === Buffer.byteLength(text) && readText(file) === text;
}
