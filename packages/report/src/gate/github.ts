import type { GateResult } from './gate.ts';
import { improvementsOf, otherwiseIn, type Problem, problemsOf } from './text.ts';

/**
 * GitHub's workflow commands, one line each: an error for every cell that fails, a warning for every one that became
 * better, and one where records changed and passed
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function annotationsOf(result: GateResult): string[] {
  const other = result.passed ? otherwiseIn(result.gate) : undefined;
  return [
    ...problemsOf(result).map((problem) => annotation('error', problem)),
    ...improvementsOf(result).map((problem) => annotation('warning', problem)),
    ...(other ? [annotation('warning', { title: 'mcover gate', text: `the program ${other}` })] : []),
  ];
}

export function annotation(kind: 'error' | 'warning', { title, text }: Problem): string {
  return `::${kind} title=${inProperty(title)}::${inMessage(text)}`;
}

function inMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function inProperty(text: string): string {
  return inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
