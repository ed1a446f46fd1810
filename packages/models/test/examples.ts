import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

/** An example in a docstring, and the name that it is an example of. */
export interface Example {
  readonly name: string;
  readonly file: string;
  readonly lines: readonly string[];
}

/** A docstring, and the name of the function, class or value that is exported below it. */
const documented =
  /\/\*\*\n((?: \*.*\n)*?) \*\/\nexport (?:abstract |async )?(?:function|class|const) (\w+)/g;

/** The examples in the sources of a package. */
export function examplesOf(folder: URL): Example[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return files.flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(documented)].flatMap(([, text, name]) => {
      const lines = text.split('\n').map((line) => line.replace(/^ \* ?/, ''));
      const begin = lines.indexOf('@example');
      if (begin < 0) return [];
      const end = lines.findIndex((line, at) => at > begin && line.startsWith('@'));
      const all = lines.slice(begin + 1, end < 0 ? undefined : end);
      return [{ name, file, lines: all.filter((line) => line.trim() !== '') }];
    }),
  );
}

/** "expression; // value", or "expression; // throws message", which a message begins with. */
const claim = /^(?!const |let |\/\/)(\S.*); \/\/ (.*)$/;

/**
 * Runs an example with some names in scope and gives what of it is not true: "expression; // value" claims that both
 * are deeply equal, where arrays of numbers are arrays.
 */
export async function wrongIn(
  { lines }: Example,
  scope: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const wrong: string[] = [];
  const says = (what: string, is: unknown, value: unknown) => {
    const found = plain(is);
    if (!isDeepStrictEqual(found, value)) wrong.push(`${what} is ${JSON.stringify(found)}`);
  };
  const throws = async (what: string, act: () => unknown, message: string) => {
    try {
      await act();
      wrong.push(`${what} does not throw`);
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      if (!found.startsWith(message)) wrong.push(`${what} throws "${found}"`);
    }
  };
  const body = lines.map((line) => {
    const [, expression, value] = claim.exec(line) ?? [];
    if (expression === undefined) return line;
    const what = JSON.stringify(line);
    const message = /^throws (.*)$/.exec(value)?.[1];
    return message === undefined
      ? `says(${what}, await (${expression}), (${value}));`
      : `await throws(${what}, async () => (${expression}), ${JSON.stringify(message)});`;
  });
  const names = Object.keys(scope);
  const run = new AsyncFunction('says', 'throws', ...names, `'use strict'; {\n${body.join('\n')}\n}`);
  await run(says, throws, ...names.map((name) => scope[name]));
  return wrong;
}

export const claimsIn = ({ lines }: Example) => lines.filter((line) => claim.test(line));

const AsyncFunction: new (...text: string[]) => (...values: unknown[]) => Promise<void> =
  Object.getPrototypeOf(async () => {}).constructor;

/** Typed arrays as arrays, and −0 as 0. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as Float64Array, plain);
  return Object.is(value, -0) ? 0 : value;
}
