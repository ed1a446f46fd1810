import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * What the tests of core and report covered of their own package, where `npm test` was told by NODE_V8_COVERAGE to write
 * it down: of the two that everything else is checked by.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const collected = `${root}coverage/tmp`;
/** Least share of the lines, in percent, as in .c8rc.json. */
const least = 95;

/** Share of the lines of a package that are covered, by the summary of the report. */
function linesOf(name) {
  const summary = JSON.parse(readFileSync(`${root}coverage/coverage-summary.json`, 'utf8'));
  const files = Object.entries(summary).filter(([file]) => file.includes(`/packages/${name}/`));
  const sum = (key) => files.reduce((total, [, { lines }]) => total + lines[key], 0);
  return (100 * sum('covered')) / sum('total');
}

if (!existsSync(collected)) {
  console.error(
    'nothing was collected: run the tests by NODE_V8_COVERAGE="$PWD/coverage/tmp" npm test -- --force, then this again',
  );
  process.exitCode = 2;
} else {
  const { status } = spawnSync('npx', ['c8', 'report'], { cwd: root, stdio: 'inherit' });
  const shares = ['core', 'report'].map((name) => [name, linesOf(name)]);
  for (const [name, share] of shares) console.log(`${name}: ${share.toFixed(2)} % of lines`);
  // So that the next report is of the next tests alone.
  rmSync(collected, { recursive: true });
  process.exitCode = status === 0 && shares.every(([, share]) => share >= least) ? 0 : 1;
}
