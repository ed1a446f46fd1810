import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ProvenanceSchema, validator } from '@mcover/record';
import { afterEach, expect, test, vi } from 'vitest';
import { commit, environment, runtime } from '../dist/lanes/provenance.js';
import { buildDigest, version } from '../dist/program.js';
import { temporary } from './support.ts';

afterEach(() => vi.unstubAllEnvs());

test('the commit is what MCOVER_COMMIT says, or what git says', () => {
  vi.stubEnv('MCOVER_COMMIT', 'abc1234');
  expect(commit()).toBe('abc1234');
  vi.stubEnv('MCOVER_COMMIT', '');
  expect(commit()).toMatch(/^([0-9a-f]{7,}\+?|unknown)$/);
  vi.stubEnv('PATH', '');
  expect(commit()).toBe('unknown');
});

test('only files that git tracks change a commit', () => {
  vi.stubEnv('MCOVER_COMMIT', '');
  const folder = temporary();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder });
  const tracked = path.join(folder, 'tracked');
  fs.writeFileSync(tracked, 'one');
  git('init', '--quiet');
  git('add', 'tracked');
  git('commit', '--quiet', '--message', 'one');
  const clean = commit(folder);
  expect(clean).toMatch(/^[0-9a-f]{7,}$/);
  fs.writeFileSync(path.join(folder, 'untracked'), '');
  expect(commit(folder)).toBe(clean);
  fs.writeFileSync(tracked, 'two');
  expect(commit(folder)).toBe(`${clean}+`);
  // What lies inside another project's checkout has no commit of its own.
  fs.mkdirSync(path.join(folder, 'inside'));
  expect(commit(path.join(folder, 'inside'))).toBe('unknown');
});

test('the environment is what a record wants', () => {
  const provenance = { engine: 'reference', ...environment(), durationMs: 1 };
  expect(validator(ProvenanceSchema).problems(provenance)).toEqual([]);
  expect(provenance).toMatchObject({ version, build: buildDigest() });
  const { version: _, build: __, ...before } = provenance;
  expect(validator(ProvenanceSchema).problems(before)).toEqual([]);
  expect(provenance.platform).toContain(`${process.platform} ${process.arch}, `);
  expect(
    runtime().endsWith(` ${process.versions.bun ?? process.versions.deno ?? process.versions.node}`),
  ).toBe(true);
});
