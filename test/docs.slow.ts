import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

it('the shards of docs/shards.md run as they stand there, and merge into a whole', () => {
  const text = readFileSync(join(root, 'docs/shards.md'), 'utf8');
  const example = /```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  expect(example).toContain('mcover merge');
  const folder = mkdtempSync(join(tmpdir(), 'mcover-docs-'));
  try {
    const script = example.replaceAll(
      'npx mcover',
      `"$NODE" "${join(root, 'packages/mcover/bin/mcover.js')}"`,
    );
    const env = { ...process.env, NODE: process.execPath };
    execFileSync('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env, stdio: 'pipe' });
    expect(readFileSync(join(folder, 'merged/report/smoke/REPORT.md'), 'utf8')).toMatch(
      /- [1-9]\d* finished trials/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
