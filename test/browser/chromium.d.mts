import type { Page } from 'playwright-core';
import type { Answer, Assignment } from '../../packages/harness/dist/lanes/worker.js';

export function findChromium(): string | undefined;
export function openChromium(
  executablePath: string,
  options?: { gpu?: boolean },
): Promise<{ page: Page; version: string; close(): Promise<void> }>;
export function runInChromium(
  executablePath: string,
  assignments: readonly Assignment[],
): Promise<{ answers: Answer[]; version: string }>;
