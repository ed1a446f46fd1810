import { InputError } from '@mcover/core';
import { knownWords } from '@mcover/record';
import { pathsOf } from '../summary/dimension.ts';
import { methodLabel } from '../summary/method.ts';
import { compareValues, type Value } from '../summary/parameters.ts';
import type { Cell } from './cell.ts';

/** What a cell must agree in: one of some values of a parameter, `method` or `experiment`. */
export interface Condition {
  path: string;
  values: readonly string[];
}

/**
 * Reads a condition as a command line has it.
 *
 * @example
 * conditionOf('kernel.sigma=1,3'); // { path: 'kernel.sigma', values: ['1', '3'] }
 * conditionOf('M'); // throws M: is no condition
 *
 * @throws InputError where it is none.
 */
export function conditionOf(text: string): Condition {
  const [, path, values] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (path === undefined)
    throw new InputError(text, 'is no condition; write one as kernel.sigma=1 or method=mcover,rsa');
  return { path: path.replace(/^params\./, ''), values: values.split(',') };
}

/** @throws InputError for a parameter that no cell has, or where no cell is left. */
export function select(cells: readonly Cell[], conditions: readonly Condition[]): Cell[] {
  return conditions.reduce<Cell[]>(
    (left, condition) => {
      const kept = left.filter((cell) => meets(cell, condition));
      if (kept.length > 0) return kept;
      const asked = `${condition.path}=${condition.values.join(',')}`;
      const values = left.flatMap((cell) => valueAt(cell, condition.path) ?? []);
      if (values.length === 0)
        throw new InputError(
          asked,
          `no cell has such a parameter${knownWords(condition.path, paths(cells))}`,
        );
      const known = [...new Set(values)].sort(compareValues).map(String);
      throw new InputError(asked, `no cell has this value${knownWords(condition.values[0], known)}`);
    },
    [...cells],
  );
}

function meets(cell: Cell, { path, values }: Condition): boolean {
  const value = valueAt(cell, path);
  if (value === undefined) return false;
  if (path === 'method' && values.includes(methodLabel(String(value), cell.terms.description))) return true;
  return values.some(
    (text) => text === String(value) || (typeof value === 'number' && Number(text) === value),
  );
}

function valueAt({ experiment, group }: Cell, path: string): Value | undefined {
  if (path === 'experiment') return experiment;
  return path === 'method' ? group.method : group.parameters[path];
}

function paths(cells: readonly Cell[]): string[] {
  const own = cells.flatMap((cell) => pathsOf([cell.group], cell.terms.notations));
  return ['experiment', 'method', ...new Set(own)];
}
