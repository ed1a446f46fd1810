import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of this package. */
const here = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Two levels above this package: the root of a checkout, or the folder that packages are installed in. */
const above = path.resolve(here, '../..');

/** The checkout that this program runs from; undefined where it is installed as a package. */
export const checkout = fs.existsSync(path.join(above, 'packages', 'harness')) ? above : undefined;

/** Folder of the paper's experiments. A package brings a copy; in a checkout they lie where they are edited. */
export const experimentsFolder = path.join(checkout ?? here, 'experiments');

/** Folder of the reference records, a folder each profile; as with the experiments. */
export const referenceFolder = path.join(checkout ?? here, 'results', 'reference');

/** Folder in which the packages of this program are found by modules of one's own. */
export const installedPackages = checkout ? path.join(checkout, 'node_modules') : above;

export const version = (
  JSON.parse(fs.readFileSync(path.join(here, 'package.json'), 'utf8')) as { version: string }
).version;

/** Packages whose code makes results. The report only reads them, and a GPU is named in each record by itself. */
const packages = ['blas', 'core', 'harness', 'models', 'record', 'wasm'];

/**
 * SHA-256 over the built code as it is on the disk now: equal wherever the same code was built, whether git is there or
 * not, and another one after any change of it.
 */
export function buildDigest(): string {
  const digest = createHash('sha256');
  for (const name of packages) {
    const folder = path.dirname(fileURLToPath(import.meta.resolve(`@mcover/${name}`)));
    for (const file of scriptsOf(folder)) {
      digest.update(`${name}/${file} ${sha256(path.join(folder, file))}\n`);
    }
  }
  return digest.digest('hex');
}

/** Paths below a folder, with slashes on every system. */
function scriptsOf(folder: string): string[] {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.js'))
    .map((name) => name.split(path.sep).join('/'))
    .sort();
}

function sha256(file: string): string {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}
