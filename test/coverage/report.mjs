import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * What the tests covered, where `npm test` was told by NODE_V8_COVERAGE to write it down: all packages together, and
 * each of the two that everything else is checked by.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const collected = `${root}coverage/tmp`;

const c8 = (...args) => spawnSync('npx', ['c8', ...args], { cwd: root, stdio: 'inherit' }).status === 0;

if (!existsSync(collected)) {
  console.error(
    'nothing was collected: run the tests by NODE_V8_COVERAGE="$PWD/coverage/tmp" npm test -- --force, then this again',
  );
  process.exitCode = 2;
} else {
  const good = c8('report');
  const each = ['core', 'report'].map((name) =>
    c8('check-coverage', '--lines', '95', '--include', `packages/${name}/{src,dist}/**`),
  );
  // So that the next report is of the next tests alone.
  rmSync(collected, { recursive: true });
  process.exitCode = good && each.every(Boolean) ? 0 : 1;
}
