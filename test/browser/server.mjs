import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Serves the built packages to a browser as they are published, but for the names of their imports. */

const root = fileURLToPath(new URL('../..', import.meta.url));

const types = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.html': 'text/html',
  '.wasm': 'application/wasm',
};

/** Folder and entry of what a module may import by its name, "@mcover/core/internals"; undefined for other names. */
function placeOf(name) {
  const [, own, entry] = /^@mcover\/([^/]+)(\/.*)?$/.exec(name) ?? [];
  if (own) return { folder: `packages/${own}`, entry: `.${entry ?? ''}` };
  return name === 'gpu.js' ? { folder: `node_modules/${name}`, entry: '.' } : undefined;
}

/** The file that a package's name means in a browser. */
function fileOf({ folder, entry }) {
  const { exports, browser } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  return `/${folder}/${normalize(exports?.[entry].default ?? browser)}`;
}

/** A worker has no import map, so that a package's name is written out as the file that it means. */
function withPlainImports(source) {
  return source.replaceAll(
    /(from\s+|import\s*\(?\s*)(['"])([@a-z][\w./@-]*)\2/g,
    (whole, before, quote, name) => {
      const place = placeOf(name);
      return place ? `${before}${quote}${fileOf(place)}${quote}` : whole;
    },
  );
}

/** @returns {Promise<{url: string, close: () => void}>} a server on a free port of this machine. */
export async function serve() {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const file = join(root, path);
    const type = types[extname(file)];
    if (!type || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    // With these two a page may share memory between threads.
    response.writeHead(200, {
      'content-type': type,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    if (type === 'text/javascript') response.end(withPlainImports(readFileSync(file, 'utf8')));
    else createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
