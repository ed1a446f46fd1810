import { codeUnit, inOneLine } from './error.ts';

/**
 * A text of lines that only shows something, whatever it quotes: it steers no terminal, and no line of it is a command to
 * GitHub Actions (`::error`, `##[error]`), which reads them from all that a job prints. JSON stays the same JSON.
 */
export function inert(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      inOneLine(line)
        .replace(/^(\s*):(?=:)/, (_, space) => space + codeUnit(':'))
        .replace(/##(?=\[)/g, () => `#${codeUnit('#')}`),
    )
    .join('\n');
}

/** Where a line of a journal is damaged, and how. */
export function damage({ file, line, reason }: { file: string; line: number; reason: string }): string {
  return inOneLine(`${file}:${line}: ${reason}`);
}
