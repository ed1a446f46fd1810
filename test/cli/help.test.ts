import { spawn, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine } from '../../packages/harness/dist/cli/commands.js';
import { examples } from '../../packages/harness/dist/cli/examples.js';
import { follow, mcover, temporary, write } from './support.ts';

const { commands } = commandLine();

test.each(commands)('mcover help $_name says what it does, by examples that it takes', (command) => {
  const name = command.name();
  expect(examples[name].length).toBeGreaterThan(0);
  for (const [line] of examples[name]) {
    const [program, asked, ...args] = line
      .replace(/ > .*/, '')
      .match(/'[^']*'|\S+/g)!
      .map((word) => word.replaceAll("'", ''));
    expect([program, asked]).toEqual(['mcover', name]);
    const part = command.commands.find((one) => one.name() === args[0]);
    const parsed = (part ?? command).parseOptions(part ? args.slice(1) : args);
    expect(parsed.unknown).toEqual([]);
    const required = (part ?? command).registeredArguments.filter((one) => one.required);
    expect(parsed.operands.length).toBeGreaterThanOrEqual(required.length);
  }
});

test('help of a command in both ways', async () => {
  const [help, option] = [await mcover(['help', 'compare']), await mcover(['compare', '--help'])];
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toBe(option.stdout);
  expect(help.stdout).toMatch(/\nExamples:\n {2}mcover compare /);
});

test.each([
  [['rnu', 'x.json'], 'run'],
  [['repro', '--trails', '5'], '--trials'],
  [['plan', '--engine', 'wsam'], '"wasm"'],
  [['plan', '--only', 'tabel3-mlp'], '"table3-mlp"'],
  [['plan', '--only', 'table3-perceptron', 'kernel.sgima=1'], '"kernel.sigma"'],
  [['data', 'check', 'fashon-mnist'], '"fashion-mnist"'],
  [['data', 'fecth'], 'fetch'],
])('%j: the nearest word is named', async (args, nearest) => {
  const { code, stdout, stderr } = await mcover(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(new RegExp(`(nearest: |Did you mean )${nearest}`));
});

const script = async (shell: string) => (await mcover(['completion', shell])).stdout;

test('bash completes commands, options, their words, and nothing where it knows nothing', async () => {
  const file = write(temporary(), 'mcover.bash', await script('bash'));
  expect(spawnSync('bash', ['-n', file]).status).toBe(0);
  const trying = `source "$0"; COMP_WORDS=(mcover "$@"); COMP_CWORD=$#; _mcover; echo "\${COMPREPLY[*]}"`;
  const complete = async (...words: string[]) =>
    (await follow(spawn('bash', ['-c', trying, file, ...words])).ended).stdout.trim();
  expect(await complete('co')).toBe('compare count completion');
  expect(await complete('repro', '--req')).toBe('--require-data');
  expect(await complete('repro', '--profile', 's')).toBe('smoke');
  expect(await complete('repro', '--only', 'table3-m')).toBe('table3-mlp');
  expect(await complete('data', 'fe')).toBe('fetch');
  expect(await complete('completion', '')).toBe('bash zsh fish');
  expect(await complete('run', 'width')).toBe('');
});

test.each(['zsh', 'fish'])('%s can read its script, where it is installed', async (shell) => {
  const text = await script(shell);
  for (const command of commands) expect(text).toContain(command.name());
  if (spawnSync(shell, ['--version']).error) return;
  const file = write(temporary(), 'mcover', text);
  expect(spawnSync(shell, ['-n', file]).status).toBe(0);
});

test('no completion for a shell that nobody knows', async () => {
  expect((await mcover(['completion', 'csh'])).code).toBe(2);
});
