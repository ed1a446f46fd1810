import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/* Replaces the built module of distributions by one that has the code of stdlib in it, licences included. */

const file = fileURLToPath(new URL('../dist/statistics/distributions.js', import.meta.url));
// The compiler leaves alone what it has built before.
if (/^import /m.test(readFileSync(file, 'utf8'))) {
  const bundle = await rolldown({
    input: file,
    platform: 'browser',
    onwarn({ message }) {
      throw new Error(message);
    },
  });
  await bundle.write({ file, format: 'esm', comments: { legal: true, jsdoc: false, annotation: true } });
  await bundle.close();
}
