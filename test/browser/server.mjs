import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * Serves the built packages to a browser as they are published, but for the names of their imports. Packages of others,
 * of which some are no standard modules, are bundled, as whoever builds a page would.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));

const types = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.html': 'text/html',
  '.wasm': 'application/wasm',
};

/** Packages of others that have a standard module for browsers. */
const standard = ['gpu.js', 'fastest-levenshtein'];

/** Folder and entry of what a module may import by its name, "@mcover/core/internals"; undefined for other names. */
function placeOf(name) {
  const [, own, entry] = /^@mcover\/([^/]+)(\/.*)?$/.exec(name) ?? [];
  if (own) return { folder: `packages/${own}`, entry: `.${entry ?? ''}` };
  return standard.includes(name) ? { folder: `node_modules/${name}`, entry: '.' } : undefined;
}

/** The file that a package's name means in a browser. */
function fileOf({ folder, entry }) {
  const { exports, browser, module } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  return `/${folder}/${normalize(exports?.[entry].default ?? browser ?? module)}`;
}

/** Packages that our own are made of in a browser. */
const bundledFrom = /^(@noble\/hashes|canonicalize|munkres)(\/|$)/;

/** @type {Map<string, Promise<string>>} */
const bundles = new Map();

/** A package of others as one standard module, with the names that Node finds in it. */
async function bundle(name) {
  const names = Object.keys(await import(name)).filter((one) => /^[\w$]+$/.test(one));
  const entry = {
    name: 'entry',
    resolveId: (id) => (id === 'entry' ? join(root, 'entry.js') : undefined),
    load: (id) => (id === join(root, 'entry.js') ? `export { ${names} } from '${name}';` : undefined),
  };
  const made = await rolldown({ cwd: root, input: 'entry', platform: 'browser', plugins: [entry] });
  const { output } = await made.generate({ format: 'esm' });
  return output[0].code;
}

/** A worker has no import map, so that a package's name is written out as the file that it means. */
function withPlainImports(source) {
  return source.replaceAll(
    /(from\s+|import\s*\(?\s*)(['"])([@a-z][\w./@-]*)\2/g,
    (whole, before, quote, name) => {
      const place = placeOf(name);
      if (place) return `${before}${quote}${fileOf(place)}${quote}`;
      return bundledFrom.test(name) ? `${before}${quote}/bundled/${name}${quote}` : whole;
    },
  );
}

/** With the last two a page may share memory between threads. */
const headersOf = (type) => ({
  'content-type': type,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
});

/** @returns {Promise<{url: string, close: () => void}>} a server on a free port of this machine. */
export async function serve() {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const name = path.replace(/^\/bundled\//, '');
    if (name !== path && bundledFrom.test(name)) {
      if (!bundles.has(name)) bundles.set(name, bundle(name));
      response.writeHead(200, headersOf('text/javascript')).end(await bundles.get(name));
      return;
    }
    const file = join(root, path);
    const type = types[extname(file)];
    if (!type || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, headersOf(type));
    if (type === 'text/javascript') response.end(withPlainImports(readFileSync(file, 'utf8')));
    else createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
