import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, follow, temporary } from '../cli/support.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the root of a checkout has not. */
const made = ['.git', '.turbo', 'node_modules', 'coverage', 'results', 'report', 'data'];

/**
 * A checkout of this working tree in a folder of its own, for a test to change. Packages from elsewhere are links
 * to the ones that are installed; its own are its own.
 */
export function checkout({ built }: { built: boolean }): string {
  const copy = temporary();
  const recursively = { recursive: true, verbatimSymlinks: true };
  const filter = (source: string) => !left.includes(path.basename(source));
  const left = built ? ['.turbo'] : ['.turbo', 'dist', 'node_modules'];
  for (const name of fs.readdirSync(root).filter((name) => !made.includes(name))) {
    fs.cpSync(path.join(root, name), path.join(copy, name), { ...recursively, filter });
  }
  const installed = path.join(root, 'node_modules');
  const modules = path.join(copy, 'node_modules');
  fs.mkdirSync(modules);
  const own = ['.bin', '@mcover', 'mcover'];
  for (const name of own) {
    fs.cpSync(path.join(installed, name), path.join(modules, name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  for (const name of fs.readdirSync(installed)) {
    if (!own.includes(name)) fs.symlinkSync(path.join(installed, name), path.join(modules, name));
  }
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
  execFileSync('git', ['add', '--all'], { cwd: copy, stdio: 'ignore' });
  return copy;
}

/** Runs turbo in a checkout, without what a turbo around this test may have said. */
export function turbo(copy: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(TURBO|MCOVER|npm)_/.test(name));
  const env = { ...Object.fromEntries(kept), TURBO_TELEMETRY_DISABLED: '1', ...more };
  return follow(spawn(path.join(copy, 'node_modules/.bin/turbo'), args, { cwd: copy, env })).ended;
}
