import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageFolder } from '@mcover/explore';
import { builtIn } from '@mcover/models';
import { inDark, inksOfMethods, surface } from '@mcover/report/look';
import { expect, test } from 'vitest';

const assets = path.join(pageFolder, 'assets');
const [sheet] = readdirSync(assets).filter((name) => name.endsWith('.css'));
const built = readFileSync(path.join(assets, sheet), 'utf8').toLowerCase();
const source = readFileSync(fileURLToPath(new URL('../src/page/style.css', import.meta.url)), 'utf8');

/** "#ffffff" as a minifier may write it. */
const forms = (colour: string) => {
  const long = colour.toLowerCase();
  return [long, long.replace(/^#(.)\1(.)\2(.)\3$/, '#$1$2$3')];
};

test('the colours of the page, and of each method, are those of the report, in the light and in the dark', () => {
  const methods = builtIn.models.flatMap(({ methods }) => [
    ...inksOfMethods(Object.keys(methods), (name) => Boolean(methods[name].control)),
  ]);
  for (const [name, colour] of [
    ...Object.entries(surface),
    ...methods.map(([name, { colour }]) => [name, colour]),
  ]) {
    for (const shown of [colour, inDark(colour)])
      expect(
        forms(shown).some((form) => new RegExp(`--${name}: ?${form}[;}]`).test(built)),
        `${name} ${shown}`,
      ).toBe(true);
    expect(new Set(built.match(new RegExp(`--${name}: ?#[0-9a-f]+`, 'g')))).toHaveLength(
      colour === inDark(colour) ? 1 : 2,
    );
  }
});

test('what is drawn asks the style for its colours: none stands anywhere else in the page', () => {
  const page = path.dirname(fileURLToPath(new URL('../src/page/style.css', import.meta.url)));
  const names = readdirSync(page, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  expect(names.length).toBeGreaterThan(20);
  for (const name of names)
    expect([name, readFileSync(path.join(page, name), 'utf8').match(/'#[0-9a-f]{3,6}'/i)]).toEqual([
      name,
      null,
    ]);
  // Right and wrong are of this page alone.
  expect(source.match(/--[a-z]+: #/g)).toEqual(['--good: #', '--bad: #', '--good: #', '--bad: #']);
  expect(source.replace(/--[a-z]+: #[0-9a-f]+/g, '')).not.toMatch(/#[0-9a-f]{3,6}\b/i);
});
