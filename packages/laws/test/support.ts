import type { Law } from '@mcover/laws';

/** Titles of the laws that a subject breaks. */
export async function brokenBy<Subject>(laws: readonly Law<Subject>[], subject: Subject): Promise<string[]> {
  const broken: string[] = [];
  for (const { title, meant, check } of laws) {
    if (!(meant?.(subject) ?? true)) continue;
    try {
      await check(subject);
    } catch {
      broken.push(title);
    }
  }
  return broken;
}
