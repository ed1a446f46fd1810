import { cellId, type Decision, knownWords, type TObject, type TrialSpec } from '@mcover/record';
import type { Value } from '@mcover/report';
import { at, UsageError } from '../error.ts';
import { type Located, locate, member, plain } from './located.ts';
import { measureOf } from './measure.ts';
import type { ExperimentFile } from './schema.ts';

type Written = NonNullable<ExperimentFile['decide']>;
type Side = NonNullable<Written['compare']>[number][number];

/** A cell that may be compared, with its parameters by dotted path. */
interface Candidate {
  id: string;
  method: string;
  parameters: Readonly<Record<string, Value>>;
}

/** Of an experiment that does not say. */
const usual = { error: 0.05, most: 2000, batch: 20 };

/** Trials of a cell that a study may take. */
export function mostTrialsOf(node: Located): number {
  const most = member(member(node, 'decide'), 'most');
  return most ? (plain(most) as number) : usual.most;
}

/**
 * What an experiment has to decide: its comparisons cell by cell, with all that it leaves out filled in.
 *
 * @param specs one trial of each cell.
 * @param result the schema of the model's results.
 *
 * @throws UsageError where nothing can be compared, or the metric has no range.
 */
export async function decisionOf(
  node: Located,
  specs: readonly TrialSpec[],
  result: TObject,
): Promise<Decision | undefined> {
  const decide = member(node, 'decide');
  if (!decide) return undefined;
  const written = plain(decide) as Written;
  const fault = (pointer: string, message: string) =>
    new UsageError(at(locate(decide, pointer).place, `/decide${pointer}: ${message}`));
  const { compare, difference } = written;
  if (!compare) throw fault('', 'missing key "compare"');
  if (difference === undefined) throw fault('', 'missing key "difference"');
  const { metric, better, range } = measureOf(written, result, fault);
  if (!(difference < range.high - range.low))
    throw fault(
      '/difference',
      `${difference} is as wide as the range of ${metric}: all means would be equal`,
    );
  // Loaded only here: it brings the plotting library.
  const { parametersOf } = await import('@mcover/report');
  const cells = specs.map((spec) => ({
    id: cellId(spec),
    method: spec.method,
    parameters: parametersOf(spec),
  }));
  const pairs = compare.flatMap(([a, b], i) =>
    pairsOf(cells, a, b, (message) => fault(`/compare/${i}`, message)),
  );
  const distinct = new Map(pairs.map((pair) => [[...pair].sort().join(), pair]));
  const { error, most, batch } = { ...usual, ...written };
  const [{ root, copy }] = specs.map(({ seed }) => seed);
  const seed = { root, ...(copy !== undefined && { copy }) };
  return { pairs: [...distinct.values()], seed, metric, better, range, difference, error, most, batch };
}

/** Each cell of the one side with those of the other that agree in all that both have, but what the sides themselves name. */
function pairsOf(
  cells: readonly Candidate[],
  a: Side,
  b: Side,
  fault: (message: string) => UsageError,
): string[][] {
  const [as, bs] = [a, b].map((side) => {
    const found = cells.filter((cell) => isOf(cell, side));
    if (found.length > 0) return found;
    const known = [...new Set(cells.map(({ method }) => method))];
    throw fault(`no cell of the experiment is ${JSON.stringify(side)}${knownWords(methodOf(side), known)}`);
  });
  const named = new Set([a, b].flatMap((side) => Object.keys(parametersIn(side))));
  const alike = (x: Candidate, y: Candidate) =>
    x.id !== y.id &&
    Object.entries(x.parameters).every(
      ([path, value]) => named.has(path) || !(path in y.parameters) || y.parameters[path] === value,
    );
  const pairs = as.flatMap((x) => bs.filter((y) => alike(x, y)).map((y) => [x.id, y.id]));
  if (pairs.length > 0) return pairs;
  const differing = Object.keys(as[0].parameters).filter(
    (path) =>
      !named.has(path) && path in bs[0].parameters && bs[0].parameters[path] !== as[0].parameters[path],
  );
  const remedy = `name what differs, as in { "method": "${methodOf(a)}", "parameters": { "${differing[0] ?? 'M'}": … } }`;
  throw fault(`no cell of the one agrees with one of the other in all parameters that both have; ${remedy}`);
}

const methodOf = (side: Side) => (typeof side === 'string' ? side : side.method);
const parametersIn = (side: Side) => (typeof side === 'string' ? {} : side.parameters);

function isOf({ method, parameters }: Candidate, side: Side): boolean {
  const named = Object.entries(parametersIn(side));
  return method === methodOf(side) && named.every(([path, value]) => parameters[path] === value);
}
