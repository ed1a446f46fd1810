import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build as esbuild } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build as vite } from 'vite';

/**
 * What a stranger gets: packs every package, installs them into an empty folder with the registry for the packages of
 * others, and uses them there: types, browser bundles, the command.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Most megabytes on the disk. */
const most = 60;

const scratch = mkdtempSync(join(tmpdir(), 'mcover-packed-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const [tarballs, consumer, cache] = ['tarballs', 'consumer', 'cache'].map((name) => join(scratch, name));
for (const folder of [tarballs, consumer]) mkdirSync(folder);

let failures = 0;
function verdict(name, faults, detail = '') {
  if (faults.length > 0) failures++;
  console.log(
    `${faults.length > 0 ? 'BAD ' : 'good'}  ${name.padEnd(14)}  ${[detail, ...faults].join('\n      ').trim()}`,
  );
}

/** Runs a command in the folder of the consumer, who has no data sets none of this checkout's settings, and no web. */
function run(command, ...args) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(MCOVER|TURBO|npm)_/.test(name));
  const env = { ...Object.fromEntries(kept), XDG_CACHE_HOME: cache, MCOVER_OFFLINE: '1' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: consumer, env, encoding: 'utf8' });
  return { status, text: `${stdout}${stderr}`, stdout };
}

/** The faults of a command that should end well. */
function faultsOf({ status, text }, wanted = 0) {
  return status === wanted
    ? []
    : [`exit code ${status} instead of ${wanted}`, ...text.trim().split('\n').slice(-20)];
}

function digestOf(folder) {
  const digest = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) =>
    e.isFile(),
  )) {
    const file = join(entry.parentPath, entry.name);
    digest.update(`${file}\n`).update(readFileSync(file));
  }
  return digest.digest('hex');
}

/** What npm packs of each package: `{ name, filename, files }`. */
const packages = readdirSync(join(root, 'packages'));
const packed = JSON.parse(
  execFileSync(
    'npm',
    [
      'pack',
      '--json',
      '--foreground-scripts=false',
      '--pack-destination',
      tarballs,
      ...packages.flatMap((name) => ['--workspace', `packages/${name}`]),
    ],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  ),
);

for (const { name, filename, files } of Object.values(packed)) {
  const paths = files.map(({ path }) => path);
  const missing = ['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts'].filter(
    (file) => !paths.includes(file),
  );
  const foreign = paths.filter((path) => /tsbuildinfo|(^|\/)test\/|node_modules/.test(path));
  const tarball = readFileSync(join(tarballs, filename));
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  verdict(
    name,
    [
      ...missing.map((file) => `${file} is missing`),
      ...foreign.map((file) => `${file} does not belong there`),
      ...messages.map((message) => formatMessage(message, pkg)),
    ],
    `${paths.length} files`,
  );
}

// A GPU, and the laws, which need vitest, are for those who ask for them.
const wanted = Object.values(packed).filter(({ name }) => !/\/(gpu|laws)$/.test(name));
writeFileSync(join(consumer, 'package.json'), '{ "private": true, "type": "module" }\n');
const installed = wanted.map(({ filename }) => join(tarballs, filename));
verdict('install', faultsOf(run('npm', 'install', '--no-audit', '--no-fund', ...installed)));

const modules = join(consumer, 'node_modules');
const [kilobytes] = run('du', '-sk', modules).stdout.split('\t');
const megabytes = Number(kilobytes) / 1024;
const heavy = ['gl', 'webgpu', 'gpu.js', 'node-gyp', '@stdlib', 'bullmq', 'ioredis', 'pg'].filter((name) =>
  readdirSync(modules).includes(name),
);
verdict(
  'size',
  [...(megabytes < most ? [] : [`more than ${most} MB`]), ...heavy.map((name) => `${name} was installed`)],
  `${megabytes.toFixed(1)} MB on the disk`,
);
const before = digestOf(modules);

for (const file of readdirSync(here('consumer'))) cpSync(join(here('consumer'), file), join(consumer, file));
const tsc = join(root, 'node_modules/typescript/bin/tsc');
for (const [resolution, module] of [
  ['NodeNext', 'NodeNext'],
  ['Bundler', 'ESNext'],
]) {
  for (const world of [
    { types: ['node'], lib: ['ES2022'] },
    { types: [], lib: ['ES2022', 'DOM'] },
  ]) {
    const compilerOptions = {
      ...world,
      typeRoots: [join(root, 'node_modules/@types')],
      target: 'ES2022',
      module,
      moduleResolution: resolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
    };
    writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['types.ts'] }));
    const name = `${resolution}, ${world.types.join() || 'DOM'}`;
    verdict('types', faultsOf(run(process.execPath, tsc, '-p', 'tsconfig.json')), name);
  }
}

/** What a bundle for a browser computes is what the packages compute here. */
async function same(file) {
  const [bundled, plain] = await Promise.all(
    [file, join(consumer, 'browser.js')].map((one) => import(pathToFileURL(one).href)),
  );
  const [found, expected] = [bundled, plain].map(({ answer }) => JSON.stringify(answer));
  return found === expected ? [] : [`the bundle gives ${found} instead of ${expected}`];
}

const entry = join(consumer, 'browser.js');
const byEsbuild = join(scratch, 'esbuild/browser.mjs');
const { warnings } = await esbuild({
  entryPoints: [entry],
  outfile: byEsbuild,
  bundle: true,
  format: 'esm',
  platform: 'browser',
  minify: true,
  logLevel: 'silent',
});
const kb = (file) => `${(readFileSync(file).length / 1000).toFixed(0)} kB`;
verdict('esbuild', [...warnings.map(({ text }) => text), ...(await same(byEsbuild))], kb(byEsbuild));

const byVite = join(scratch, 'vite/browser.mjs');
const said = [];
const note = (text) => said.push(text);
await vite({
  root: consumer,
  configFile: false,
  logLevel: 'warn',
  customLogger: {
    info() {},
    warn: note,
    warnOnce: note,
    error: note,
    clearScreen() {},
    hasErrorLogged: () => false,
    hasWarned: false,
  },
  build: {
    lib: { entry, formats: ['es'], fileName: () => 'browser.mjs' },
    outDir: join(scratch, 'vite'),
    emptyOutDir: true,
  },
});
verdict('vite', [...said, ...(await same(byVite))], kb(byVite));

const mcover = (...args) => run('npx', '--no', 'mcover', ...args);
verdict('repro', faultsOf(mcover('repro', '--profile', 'smoke')), 'mcover repro --profile smoke');
verdict('gate', faultsOf(mcover('gate', '--profile', 'smoke')), 'the reference that the package brings');
const results = join(consumer, 'results/smoke');
const journals = readdirSync(results).filter((name) => name.endsWith('.ndjson'));
const records = journals.flatMap((name) =>
  readFileSync(join(results, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
);
const unnamed = records.filter(({ provenance: { version, build } }) => !version || !build);
verdict(
  'provenance',
  [
    ...(records.length > 200 ? [] : ['too few records']),
    ...(unnamed.length > 0 ? ['no version or digest'] : []),
  ],
  `${records.length} records of ${records[0]?.provenance.version}, build ${records[0]?.provenance.build?.slice(0, 12)}`,
);
verdict('own', faultsOf(mcover('run', 'own.json')), 'mcover run own.json');
const gpu = mcover('run', 'own.json', '--engine', 'gpu');
verdict('no GPU', [
  ...faultsOf(gpu, 2),
  ...(gpu.text.includes('npm install @mcover/gpu') ? [] : ['the remedy is not named']),
]);

const queue = mcover('queue', '--queue', 'redis://127.0.0.1:1');
verdict('no queue', [
  ...faultsOf(queue, 2),
  ...(queue.text.includes('npm install bullmq ioredis') ? [] : ['the remedy is not named']),
]);

const expected = [
  'node_modules',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  ...readdirSync(here('consumer')),
  'report',
  'results',
];
const strange = readdirSync(consumer).filter((name) => !expected.includes(name));
const ofOwn = join(consumer, 'results/own/quick');
const own = existsSync(ofOwn) ? readdirSync(ofOwn) : [];
verdict('folders', [
  ...strange.map((name) => `${name} was written`),
  ...(own.includes('own.ndjson') && own.includes('own.json') ? [] : ['results/own/quick lacks the records']),
  ...(digestOf(modules) === before ? [] : ['node_modules was changed']),
]);

process.exitCode = failures > 0 ? 1 : 0;
