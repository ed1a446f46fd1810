import fs from 'node:fs';
import type { Cell, Comparisons } from '@mcover/report';
import { UsageError } from './error.ts';
import { wholeResults } from './journal/reading.ts';

/** What is to be compared; each side is a folder of journals or the id of a cell. */
export interface CompareRequest {
  a: string;
  /** Without it, the cells of `a` are compared with each other. */
  b?: string | undefined;
  /** The folder of journals that ids are looked up in. */
  results: string;
  /** Conditions on side `a`, such as `kernel.sigma=1`, and on side `b` where it has none of its own. */
  where?: readonly string[];
  /** Conditions on side `b`. */
  against?: readonly string[];
}

/**
 * Compares cells with cells, in pairs where both have the same seeds. Two cells that are named are compared whatever they
 * differ in; of others, those that agree in all parameters that no condition names. The arithmetic of two folders may
 * differ, and so may the version of modules of one's own. Reads, and prints nothing.
 *
 * @throws UsageError, InputError where a folder, an id or a condition is wrong, or nothing can be compared.
 */
export async function compare(request: CompareRequest): Promise<Comparisons> {
  const { a, b = a, results, where = [], against = [] } = request;
  if (a === b && against.length === 0)
    throw new UsageError(
      'the two sides are one: name another folder or cell, or say --where and --against, as in --where kernel.sigma=1 --against kernel.sigma=3',
    );
  // Loaded only here: it brings the plotting library, which nothing else needs.
  const { compareCells, conditionOf, select } = await import('@mcover/report');
  const on = { a: where.map(conditionOf), b: (against.length > 0 ? against : where).map(conditionOf) };
  const [as, bs] = [select(await sideOf(a, results), on.a), select(await sideOf(b, results), on.b)];
  const found = compareCells(as, bs, freeOf());
  const compared = found.compared.filter((one) => one.a.id !== one.b.id || a !== b);
  if (compared.length > 0) return { ...found, compared };
  const few = found.tooFew.length > 0 ? 'a comparison takes two finished trials on each side' : '';
  throw new UsageError(
    `nothing can be compared: ${few || 'no cell of the one side agrees with one of the other in all other parameters'}`,
  );

  function freeOf(): Set<string> {
    if (isId(a) && isId(b)) return new Set(['experiment', 'method', ...[...as, ...bs].flatMap(pathsOf)]);
    const asked = against.length > 0 ? [...on.a, ...on.b].map(({ path }) => path) : [];
    return new Set([...asked, ...(a === b ? [] : ['arithmetic', 'uses'])]);
  }
}

const pathsOf = ({ group }: Cell) => Object.keys(group.parameters);

/** A folder of the same name goes first. */
const isId = (side: string) => /^[0-9a-f]{4,64}$/.test(side) && !fs.existsSync(side);

async function sideOf(side: string, results: string): Promise<Cell[]> {
  const { cellsOf } = await import('@mcover/report');
  if (!isId(side)) return cellsOf(await wholeResults(side));
  const found = cellsOf(await wholeResults(results)).filter(({ id }) => id.startsWith(side));
  const ids = new Set(found.map(({ id }) => id));
  // Two experiments may have one cell.
  if (ids.size === 1) return found.slice(0, 1);
  const what = ids.size === 0 ? 'no cell' : `${ids.size} cells`;
  throw new UsageError(
    `${what} of ${results} with an id that begins with "${side}"; "mcover show ${results}" lists them`,
  );
}
