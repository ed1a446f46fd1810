/** "1 trial", "2 trials". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Where a line of a journal is damaged, and how. */
export function damage({ file, line, reason }: { file: string; line: number; reason: string }): string {
  return `${file}:${line}: ${reason}`;
}
