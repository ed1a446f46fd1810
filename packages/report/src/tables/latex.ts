import { absent, type Table } from './table.ts';

/** A table float for LaTeX with the package booktabs. */
export function toLatex({ id, caption, columns, rows }: Table): string {
  const line = (entries: string[]) => `    ${entries.map(escaped).join(' & ')} \\\\`;
  return [
    '% needs \\usepackage{booktabs}',
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escaped(caption)}}`,
    `  \\label{tab:${id}}`,
    `  \\begin{tabular}{${columns.map(({ align }) => align[0]).join('')}}`,
    '    \\toprule',
    line(columns.map(({ title }) => title)),
    '    \\midrule',
    ...rows.map((row) => line(row.map((entry) => entry?.text ?? absent))),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

const special = '&%$#_{}';

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  α: '$\\alpha$',
  β: '$\\beta$',
  γ: '$\\gamma$',
  η: '$\\eta$',
  μ: '$\\mu$',
  σ: '$\\sigma$',
  '±': '$\\pm$',
  '−': '$-$',
  '·': '$\\cdot$',
  '√': '$\\surd$',
  '½': '$\\frac12$',
  '<': '$<$',
  '>': '$>$',
  '–': '--',
  '∞': '$\\infty$',
  '…': '\\dots{}',
};

/** Text for LaTeX: its own characters escaped, symbols as commands. */
function escaped(text: string): string {
  return [...text].map((c) => commands[c] ?? (special.includes(c) ? `\\${c}` : c)).join('');
}
