import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('c8 reports the coverage of a file whose coverage is known: 6 of 12 lines, 1 of 2 functions', () => {
  const reports = mkdtempSync(join(tmpdir(), 'mcover-coverage-'));
  try {
    const c8 = [
      'c8',
      '--config',
      '.c8rc.json',
      '--all=false',
      '--check-coverage=false',
      '-r',
      'json-summary',
    ];
    const where = [
      '--reports-dir',
      reports,
      '--temp-directory',
      join(reports, 'tmp'),
      '--include',
      'test/coverage/**',
    ];
    const tests = ['vitest', 'run', '--config', 'test/coverage/vitest.config.ts'];
    const { NODE_V8_COVERAGE: _, ...env } = process.env;
    execFileSync('npx', [...c8, ...where, ...tests], { cwd: root, env, stdio: 'pipe' });
    const summary = JSON.parse(readFileSync(join(reports, 'coverage-summary.json'), 'utf8'));
    const known = Object.entries(summary).find(([file]) => file.endsWith('src/known.ts'));
    expect(known?.[1]).toMatchObject({
      lines: { total: 12, covered: 6 },
      functions: { total: 2, covered: 1 },
    });
  } finally {
    rmSync(reports, { recursive: true });
  }
});
