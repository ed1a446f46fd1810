import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { buildDigest, checkout, experimentsFolder, referenceFolder } from '../dist/program.js';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

test('in a checkout all lies where it is edited', () => {
  expect(checkout).toBe(root);
  expect(experimentsFolder).toBe(path.join(root, 'experiments'));
  expect(referenceFolder).toBe(path.join(root, 'results/reference'));
});

test('the digest is that of the scripts of all packages that make results', () => {
  const digest = createHash('sha256');
  for (const name of ['blas', 'core', 'harness', 'models', 'record', 'wasm']) {
    const dist = path.join(root, 'packages', name, 'dist');
    const files = fs.readdirSync(dist, { recursive: true, encoding: 'utf8' }).sort();
    for (const file of files.filter((file) => file.endsWith('.js'))) {
      const text = fs.readFileSync(path.join(dist, file));
      digest.update(`${name}/${file} ${createHash('sha256').update(text).digest('hex')}\n`);
    }
  }
  expect(buildDigest()).toBe(digest.digest('hex'));
});
