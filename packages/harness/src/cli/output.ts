import { aligned } from '@mcover/record';

/** Results go to stdout, everything else to stderr. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A table in plain text: the first `left` columns to the left, the others to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], left = 1): string {
  const toLeft = head.map((_, column) => column < left);
  return aligned([head, ...rows], toLeft).join('\n');
}
