import { aligned } from '@mcover/record';
import { inOneLine } from '../error.ts';
import { brief, inert } from '../text.ts';

/** Results go to stdout, everything else to stderr. What is written steers neither a terminal nor GitHub. */
export function print(text: string): void {
  process.stdout.write(`${inert(text)}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Tells people something, of which each line is brief. */
export function say(text: string): void {
  process.stderr.write(`${inert(text.split('\n').map(brief).join('\n'))}\n`);
}

/** A command to GitHub Actions, which takes it from either output. It has one line, and escapes what it quotes. */
export function tellGitHub(command: string, output: NodeJS.WriteStream): void {
  output.write(`${inOneLine(command)}\n`);
}

/** A table in plain text: the first `left` columns to the left, the others to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], left = 1): string {
  const toLeft = head.map((_, column) => column < left);
  return aligned([head, ...rows], toLeft).join('\n');
}
