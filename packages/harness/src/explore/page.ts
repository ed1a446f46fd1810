import fs from 'node:fs';
import path from 'node:path';
import { pageFolder } from '@mcover/explore';
import type { Served } from './server.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** The files of the built page, by their paths below it. */
export function pageFiles(): Map<string, Served> {
  const entries = fs.readdirSync(pageFolder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        const below = path.relative(pageFolder, file).split(path.sep).join('/');
        return [below, { type: types[path.extname(file)], content: fs.readFileSync(file) }];
      }),
  );
}
