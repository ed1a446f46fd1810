import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** What every package says of itself; `packed/check.mjs` looks at the tarballs. */

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const { version } = JSON.parse(read('package.json'));
const folders = fs.readdirSync(path.join(root, 'packages'));

describe.each(folders)('%s', (folder) => {
  const manifest = JSON.parse(read(`packages/${folder}/package.json`));

  it('can be published, by what npm asks for', () => {
    expect(manifest).toMatchObject({
      name: folder === 'mcover' ? 'mcover' : `@mcover/${folder}`,
      version,
      license: 'MIT',
      repository: { type: 'git', directory: `packages/${folder}` },
      publishConfig: { access: 'public' },
      sideEffects: expect.anything(),
      scripts: { prepack: 'node ../../scripts/pack.mjs', postpack: 'node ../../scripts/pack.mjs --undo' },
    });
    expect(manifest).not.toHaveProperty('private');
    expect(manifest.keywords.length).toBeGreaterThan(3);
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', '!**/*.tsbuildinfo']));
    expect(read(`packages/${folder}/README.md`)).toContain(`# ${manifest.name}\n`);
  });

  it('names types first, and the version of its neighbours exactly', () => {
    for (const entry of Object.values<object>(manifest.exports))
      expect(Object.keys(entry)).toEqual(['types', 'default']);
    const { dependencies, peerDependencies, devDependencies } = manifest;
    const own = Object.entries({ ...dependencies, ...peerDependencies, ...devDependencies });
    for (const [name, range] of own) if (name.startsWith('@mcover/')) expect(range, name).toBe(version);
  });
});

it('the command has one place', () => {
  const bins = folders.filter((folder) => JSON.parse(read(`packages/${folder}/package.json`)).bin);
  expect(bins).toEqual(['mcover']);
});

it('a release is begun by hand only', () => {
  const [, triggers] = /^on:\n((?: .*\n)+)/m.exec(read('.github/workflows/release.yml'))!;
  expect(triggers.match(/^ {2}\w+/gm)).toEqual(['  workflow_dispatch']);
});
