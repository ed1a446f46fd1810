import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

/*
 * Replaces built modules by ones that have the code in them of the packages that they import, with its licences: a
 * program starts sooner from one file than from hundreds.
 */

/** The licences of the packages that some files are of, each once. */
function licencesOf(files) {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  const packages = new Map();
  for (const folder of [...new Set(folders)].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((one) => /^(licen[cs]e|notice)/i.test(one));
    const texts = files.map((one) => readFileSync(path.join(folder, one), 'utf8').trim());
    const text = texts.join('\n\n') || `Licence: ${license}`;
    packages.set(text, [...(packages.get(text) ?? []), `${name} ${version}`]);
  }
  return [...packages].map(([text, names]) => `${names.join(', ')}\n\n${text.replaceAll('*/', '* /')}\n`);
}

for (const file of process.argv.slice(2)) {
  // The compiler leaves alone what it has built before.
  if (!/^(im|ex)port .* from '[^.]/m.test(readFileSync(file, 'utf8'))) continue;
  const bundle = await rolldown({
    input: file,
    platform: 'browser',
    onwarn({ message }) {
      throw new Error(message);
    },
  });
  const comments = { legal: false, jsdoc: false, annotation: true };
  const { output } = await bundle.generate({ format: 'esm', comments });
  await bundle.close();
  const [{ code, moduleIds }] = output;
  writeFileSync(file, `/*!\n${licencesOf(moduleIds).join('\n')}*/\n${code}`);
}
