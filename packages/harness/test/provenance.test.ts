import { ProvenanceSchema, validator } from '@mcover/record';
import { afterEach, expect, test, vi } from 'vitest';
import { commit, environment, runtime } from '../dist/lanes/provenance.js';

afterEach(() => vi.unstubAllEnvs());

test('the commit is what MCOVER_COMMIT says, or what git says', () => {
  vi.stubEnv('MCOVER_COMMIT', 'abc1234');
  expect(commit()).toBe('abc1234');
  vi.stubEnv('MCOVER_COMMIT', '');
  expect(commit()).toMatch(/^([0-9a-f]{7,}\+?|unknown)$/);
  vi.stubEnv('PATH', '');
  expect(commit()).toBe('unknown');
});

test('the environment is what a record wants', () => {
  const provenance = { engine: 'reference', ...environment(), durationMs: 1 };
  expect(validator(ProvenanceSchema).problems(provenance)).toEqual([]);
  expect(provenance.platform).toContain(`${process.platform} ${process.arch}, `);
  expect(
    runtime().endsWith(` ${process.versions.bun ?? process.versions.deno ?? process.versions.node}`),
  ).toBe(true);
});
