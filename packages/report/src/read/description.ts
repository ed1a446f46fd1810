import { readFileSync, statSync } from 'node:fs';
import { type Description, DescriptionSchema, validator } from '@mcover/record';

/** A description that was read, or why the file holds none. Neither where there is no file. */
export interface ReadDescription {
  description?: Description;
  reason?: string;
}

/** Bytes of a file. One with all theory and schemas has a hundredth of it. */
const most = 4 * 2 ** 20;

const checked = validator<Description>(DescriptionSchema);

/** Reads the description of an experiment. Whatever the file is, it throws nothing. */
export function readDescription(file: string, experiment: string): ReadDescription {
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat) return {};
    if (!stat.isFile()) return { reason: 'is no file' };
    if (stat.size > most) return { reason: `is larger than ${most / 2 ** 20} MiB` };
    return parseDescription(readFileSync(file, 'utf8'), experiment);
  } catch (error) {
    return { reason: `cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})` };
  }
}

function parseDescription(text: string, experiment: string): ReadDescription {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'not JSON' };
  }
  const [problem] = checked.problems(value);
  if (problem) return { reason: `${problem.pointer || '/'}: ${problem.message}` };
  const description = value as Description;
  if (description.experiment !== experiment) {
    return { reason: `describes experiment "${description.experiment}", not "${experiment}"` };
  }
  const uneven = description.theory?.some(({ curves }) => curves.some(({ x, y }) => x.length !== y.length));
  return uneven ? { reason: '/theory: a curve has not as many y as x' } : { description };
}
