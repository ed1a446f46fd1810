/** Where a line of a journal is damaged, and how. */
export function damage({ file, line, reason }: { file: string; line: number; reason: string }): string {
  return `${file}:${line}: ${reason}`;
}
