import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const map = readFileSync(`${root}PAPER.md`, 'utf8');
const rows = map
  .split('\n')
  .filter((line) => line.startsWith('|') && line.includes('`'))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const equations = rows.filter(([, , , where]) => where.startsWith('`packages/'));
const experiments = rows.filter(([, , file]) => file.startsWith('`experiments/'));
const studies = rows.filter(([, , file]) => file.startsWith('`benchmarks/'));
const plain = (cell: string) => cell.replaceAll('`', '');

/** The equations that a cell like "Eq. 1–5, 7" names. */
function numbers(cell: string): number[] {
  const named = /^Eq\. ([\d–, ]+)/.exec(cell)?.[1] ?? '';
  return named.split(/, ?/).flatMap((part) => {
    const [from, to = from] = part.split('–').map(Number);
    return part.trim() === '' ? [] : Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

describe('PAPER.md', () => {
  it.each(equations.map(([, equation, , where]) => [equation, where]))('%s is in %s', (equation, where) => {
    const [, file, symbol] = /^`(packages\/\S+\.ts)`: `(\w+)`$/.exec(where) ?? [];
    expect(existsSync(root + file)).toBe(true);
    const source = readFileSync(root + file, 'utf8');
    const declared = new RegExp(`^export (?:async )?(?:function\\*?|const|class) ${symbol}\\b`, 'm');
    expect(source).toMatch(declared);
    const cited = [...source.matchAll(/Eq\. ([\d–, ]*\d)/g)].flatMap(([, list]) => numbers(`Eq. ${list}`));
    for (const number of numbers(equation)) expect(cited).toContain(number);
  });

  it('names no export twice', () => {
    const all = equations.map(([, , , where]) => where);
    expect(all.filter((where, i) => all.indexOf(where) < i)).toEqual([]);
    expect(all.length).toBeGreaterThan(37);
  });

  it('has every equation', () => {
    const all = new Set(equations.flatMap(([, equation]) => numbers(equation)));
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17])
      expect(all).toContain(number);
  });

  it('has every experiment, with a command that names it', () => {
    const files = readdirSync(`${root}experiments`).filter((file) => file.endsWith('.json'));
    expect(experiments.map(([, , file]) => plain(file)).sort()).toEqual(
      files.map((f) => `experiments/${f}`).sort(),
    );
    for (const [, , file, command] of experiments) {
      const { id } = JSON.parse(readFileSync(root + plain(file), 'utf8'));
      expect(plain(command)).toContain(`--only ${id}`);
    }
  });

  it('has a study for every model of Table 2, with a command that names it', () => {
    expect(studies.map(([, what]) => what)).toEqual(
      ['perceptron', 'committee machine', 'MLP'].map((model) => `Table 2, ${model}`),
    );
    for (const [, , file, command] of studies) {
      const source = readFileSync(root + plain(file), 'utf8');
      const id = /^npm run bench -- -- --only ([\w-]+)$/.exec(plain(command))?.[1];
      expect(source).toContain('Table 2 of the paper');
      expect(source).toContain(`  id: '${id}',`);
    }
  });
});
