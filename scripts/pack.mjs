import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * What a package's tarball needs and its folder has not: npm runs this there before it packs, and once more with
 * `--undo` after it. The originals stay where they are edited.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const { name, files } = JSON.parse(fs.readFileSync('package.json', 'utf8'));

// The licence, and of `files` those that lie at the root.
const copies = ['LICENSE', ...files.filter((file) => ['experiments', 'results/reference'].includes(file))];

for (const copy of copies) fs.rmSync(copy.split('/')[0], { recursive: true, force: true });
if (!process.argv.includes('--undo')) {
  if (!fs.existsSync('dist/index.js')) throw new Error(`${name} is not built: npm run build`);
  for (const copy of copies) fs.cpSync(path.join(root, copy), copy, { recursive: true });
}
