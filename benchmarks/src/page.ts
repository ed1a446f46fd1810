import { toMarkdown } from '@mcover/report';
import type { Machine } from './machine.ts';
import type { StudyResult } from './study.ts';

export interface Results {
  command: string;
  short: boolean;
  machine: Machine;
  warnings: string[];
  studies: (StudyResult & { id: string; title: string })[];
}

/** BENCHMARKS.md: every study with its tables and figures. */
export function pageOf({ command, short, machine, warnings, studies }: Results): string {
  const parts = [
    '# Benchmarks',
    `Made by \`${command}\` on ${machine.processor} (${machine.threads} threads), ${machine.system}, ${machine.runtime}, commit ${machine.commit}.`,
    ...(short ? ['This is the short form: it shows that the studies run, and its numbers say little.'] : []),
    noise(studies),
    ...warnings.map((warning) => `> **Warning:** ${warning}.`),
    ...studies.map(sectionOf),
  ];
  return `${parts.join('\n\n')}\n`;
}

function noise(studies: Results['studies']): string {
  const swing = Math.max(
    ...studies.flatMap(({ slowness }) => slowness.map((of) => Math.max(...of) / Math.min(...of))),
  );
  const worst = Math.max(...studies.flatMap(({ rows }) => rows.map(({ deviation }) => deviation)));
  return [
    'Everything that is compared was timed in turns, in rounds of one run.',
    `Between two rounds of a study the machine was up to ${swing.toFixed(2)} times slower; that common factor is taken out.`,
    `What remains is a median absolute deviation (MAD) of at most ${(100 * worst).toFixed(1)} % of a median.`,
    'Times are medians over the rounds, with the interval between order statistics that holds the median with 95 % probability (from six rounds on).',
    'Ratios and exponents are good to their intervals; a time alone is worth no more than the machine was quiet.',
  ].join(' ');
}

function sectionOf({ title, method, tables, figures }: Results['studies'][number]): string {
  return [
    `## ${title}`,
    method,
    ...figures.map(({ id, alt }) => `![${alt}](${id}.svg)`),
    ...tables.flatMap((table) => [`**${table.caption}**`, toMarkdown(table).trimEnd()]),
  ].join('\n\n');
}
