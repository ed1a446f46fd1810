import { plural } from '@mcover/record';
import { beginning, codeUnit, inOneLine } from './error.ts';

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

/** Most characters of a name or a quoted text in a message, and of a message. */
const longest = { quoted: 300, message: 4000 };

/** A message of one line, of which a text of a file fills no screen: of names and quoted texts that are longer, the beginning. */
export function brief(message: string): string {
  const short = message.replace(/"[^"]*"|[^\s"]+/g, (part) => {
    const end = part.startsWith('"') ? '"' : '';
    return part.length > longest.quoted ? `${beginning(part, longest.quoted)}${end}` : part;
  });
  return beginning(short, longest.message);
}

/** Most lines of one kind that are told. */
const mostLines = 20;

/** The first of some lines, and how many more there are. */
export function firstOf(lines: readonly string[], noun: string, whose = ''): string[] {
  const more = lines.length - mostLines;
  return [
    ...lines.slice(0, mostLines),
    ...(more > 0 ? [`… and ${plural(more, `more ${noun}`)}${whose}`] : []),
  ];
}

/** A line of a file that is damaged, and how. */
interface Damaged {
  file: string;
  line: number;
  reason: string;
}

/** Which lines of some files are damaged, and how: the first of each file. */
export function damages(lines: readonly Damaged[]): string[] {
  const files = new Map<string, string[]>();
  for (const { file, line, reason } of lines) {
    const own = files.get(file) ?? [];
    own.push(inOneLine(brief(`${file}:${line}: ${reason}`)));
    files.set(file, own);
  }
  return [...files].flatMap(([file, own]) => firstOf(own, 'line', ` of ${inOneLine(file)}`));
}
