import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const mcover = join(root, 'packages/harness/bin/mcover.js');

it('the experiment of CONTRIBUTING.md runs as it stands there, and gets its report', () => {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const example = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'mcover-contributing-'));
  try {
    const file = join(folder, 'width.json');
    writeFileSync(file, example);
    const options = ['--profile', 'quick', '--trials', '2', '--out', folder];
    execFileSync(process.execPath, [mcover, 'run', file, ...options], { stdio: 'pipe' });
    const records = readFileSync(join(folder, 'results/quick/width.ndjson'), 'utf8').trim().split('\n');
    // Vanilla annealing has no kernel: it runs once, M-cover at each of four widths.
    expect(records).toHaveLength(2 * (1 + 4));
    expect(readFileSync(join(folder, 'report/quick/REPORT.md'), 'utf8')).toContain('width');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
