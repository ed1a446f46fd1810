import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { policy } from '@mcover/explore';
import { codeOf, UsageError } from '../error.ts';

/** A file of the page, or of the results: whole, in memory. */
export interface Served {
  readonly type: string;
  readonly content: string | Uint8Array;
}

/** Where it is served: of this machine, and for nobody else. */
const host = '127.0.0.1';

/**
 * Serves some files to browsers of this machine until the signal comes. There is nothing but these files: no path leads to
 * any other one.
 *
 * @param files by their paths, `index.html` for `/`.
 * @param onOpen is told the address.
 * @throws UsageError where the port is taken.
 */
export async function serve(
  files: ReadonlyMap<string, Served>,
  { port, signal, onOpen }: { port: number; signal: AbortSignal; onOpen: (url: string) => void },
): Promise<void> {
  const server = createServer((request, response) => answer(files, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        codeOf(error) === 'EADDRINUSE' || codeOf(error) === 'EACCES'
          ? new UsageError(
              `port ${port} cannot be had (${codeOf(error)}); name another one by --port, 0 for any that is free`,
            )
          : error,
      ),
    );
    server.listen(port, host, resolve);
  });
  onOpen(`http://${host}:${(server.address() as AddressInfo).port}/`);
  await new Promise<void>((resolve) => {
    const end = () => {
      server.close(() => resolve());
      server.closeAllConnections();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

function answer(
  files: ReadonlyMap<string, Served>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { method, url = '/', headers } = request;
  // A page of somebody else's, whose name was made to mean this machine, does not read what is served here.
  const own = /^(127\.0\.0\.1|localhost):\d+$/.test(headers.host ?? '');
  const [path] = url.split('?');
  const file = files.get(path === '/' ? 'index.html' : path.slice(1));
  const status = !own ? 403 : method !== 'GET' ? 405 : file ? 200 : 404;
  response.writeHead(status, { ...guards, ...(file && { 'content-type': file.type }) });
  response.end(status === 200 ? file?.content : undefined);
}

const guards = {
  'content-security-policy': `${policy}; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
