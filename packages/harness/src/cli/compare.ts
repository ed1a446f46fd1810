import path from 'node:path';
import { capital, plural } from '@mcover/record';
import type { Cell, Compared, Comparisons } from '@mcover/report';
import { Command } from 'commander';
import { compare } from '../compare.ts';
import { placesOf } from '../places.ts';
import { jsonOption, profileOption, several } from './options.ts';
import { print, printJson, say, textTable } from './output.ts';

interface CompareOptions {
  profile: string;
  results?: string;
  where?: string[];
  against?: string[];
  json?: boolean;
}

export function compareCommand(): Command {
  return new Command('compare')
    .description('any two cells, or the cells of folders and conditions: difference, interval, p, power')
    .argument('<a>', 'folder of journals, or id of a cell as "mcover show" gives it')
    .argument('[b]', 'the same; without it, cells of A are compared with each other')
    .option('--where <key=value>', 'only such cells, such as kernel.sigma=1; may be repeated', several)
    .option('--against <key=value>', 'only such cells on side B; may be repeated', several)
    .addOption(profileOption())
    .option('--results <dir>', 'folder that ids are of (default: results/<profile>)')
    .addOption(jsonOption())
    .action(async (a: string, b: string | undefined, { json, profile, ...options }: CompareOptions) => {
      const results = path.resolve(
        options.results ?? placesOf({ out: undefined, profile, own: false }).results,
      );
      const found = await compare({ ...options, a, b, results });
      if (json) printJson(await comparisonsJson(found));
      else await printComparisons(found);
    });
}

async function comparisonsJson({ compared, alone, tooFew }: Comparisons): Promise<object> {
  const { cellJson } = await import('@mcover/report');
  const name = ({ id, experiment, label }: Cell) => ({ id, experiment, label });
  return {
    compared: compared.map(({ a, b, adjusted, ...rest }) => ({
      a: cellJson(a),
      b: cellJson(b),
      ...rest,
      pHolm: adjusted,
    })),
    alone: alone.map(name),
    tooFew: tooFew.map(name),
  };
}

async function printComparisons({ compared, alone, tooFew }: Comparisons): Promise<void> {
  const { writeError, writeP, writeShare, writeSigned } = await import('@mcover/report');
  const better = compared.every(({ a }) => a.terms.metric?.better === 'lower') ? 'lower' : 'better';
  const rowOf = (one: Compared) => {
    const { a, b, difference, interval, improvement, p, adjusted, detectable, paired } = one;
    const decimals = a.terms.metric?.decimals;
    const write = (value: number) => writeError(value, decimals);
    return [
      a.experiment === b.experiment ? a.experiment : `${a.experiment}, ${b.experiment}`,
      a.label,
      b.label,
      `${write(a.summary.mean!)} (${a.summary.n})`,
      `${write(b.summary.mean!)} (${b.summary.n})`,
      `${writeSigned(difference, decimals)} [${write(interval.low)}, ${write(interval.high)}]`,
      writeShare(improvement),
      writeP(p),
      writeP(adjusted),
      detectable === undefined ? '' : write(detectable),
      paired ? 'paired' : 'unpaired',
    ];
  };
  const heads = ['mean A (n)', 'mean B (n)', 'A − B [95 %]', `P(A ${better})`, 'p', 'p (Holm)', '80 % power'];
  print(textTable(['experiment', 'A', 'B', ...heads, 'test'], compared.map(rowOf), 3));
  const metrics = [...new Set(compared.map(({ a }) => a.terms.metric?.label))].join(', ');
  print(
    `\n${capital(metrics)}. Paired where both have the same seeds. p: two-sided permutation test; Holm: over all rows. 80 % power: the true difference that as many trials find with 80 % power.`,
  );
  if (compared.some(({ paired, sameTask }) => paired && !sameTask))
    print('Pairs of one seed have other data where N, α or another parameter of the data differs.');
  if (alone.length > 0) say(`${plural(alone.length, 'cell')} without a counterpart: ${names(alone)}`);
  if (tooFew.length > 0) say(`${plural(tooFew.length, 'cell')} with fewer than two trials: ${names(tooFew)}`);
}

const mostNames = 5;

function names(cells: readonly Cell[]): string {
  const shown = cells.slice(0, mostNames).map(({ experiment, label }) => `${experiment} ${label}`);
  return [...shown, ...(cells.length > mostNames ? ['…'] : [])].join('; ');
}
