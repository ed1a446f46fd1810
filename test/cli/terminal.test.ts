import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { expect, test } from 'vitest';
import { follow, journal, mine, program, temporary, write } from './support.ts';

/** `script` of util-linux gives a program a terminal. */
const terminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

function inTerminal(out: string, text: string) {
  const file = write(out, 'mine.json', text);
  const { CI: _ci, TURBO_HASH: _turbo, ...env } = process.env;
  const run = `"${process.execPath}" "${program}" run "${file}" --profile smoke --out "${out}" --workers 2`;
  return follow(spawn('script', ['-qec', `stty cols 100 rows 30; ${run}`, '/dev/null'], { env }));
}

test.runIf(terminal)('at a terminal, each experiment has a line that is redrawn', async () => {
  const { code, stdout } = await inTerminal(temporary(), mine).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('mine: 4/4 trials');
  expect(stdout).toContain('\u001b[2K');
});

test.runIf(terminal)('Ctrl-C at a terminal ends in order', async () => {
  const out = temporary();
  const slow = mine
    .replace('"N": 11', '"N": 201')
    .replace('"step": 0.1, "to": 0.1', '"step": 0.002, "to": 0.002');
  const { child, ended } = inTerminal(out, slow.replace('"trials": 2', '"trials": 40'));
  while (!fs.existsSync(journal(out, 'mine'))) await new Promise((resolve) => setTimeout(resolve, 20));
  child.stdin!.write('\u0003');
  const { code, stdout } = await ended;
  expect(code).toBe(130);
  expect(stdout).toMatch(/mine: stopped at \d+\/80 trials/);
  expect(stdout).toContain('the same command goes on from there');
});
