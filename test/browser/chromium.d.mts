import type { Page } from 'playwright-core';

export function findChromium(): string | undefined;
export function openChromium(
  executablePath: string,
  options?: { gpu?: boolean },
): Promise<{ page: Page; version: string; close(): Promise<void> }>;
