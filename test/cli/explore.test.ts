import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';
import { mcover, start, temporary } from './support.ts';

/** The page itself is tried in a browser: test/browser/explore.test.ts. */

const reference = new URL('../../results/reference/smoke', import.meta.url).pathname;

test('as files: each address in them is relative, and each file is there', async () => {
  const out = temporary();
  const { code, stdout } = await mcover(['explore', reference, '--build', out]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${path.join(out, 'index.html')}\n` });
  const html = readFileSync(path.join(out, 'index.html'), 'utf8');
  const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, one]) => one);
  const files = addresses.filter((one) => !one.startsWith('data:'));
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) expect(file).toMatch(/^\.\//);
  const { experiments } = JSON.parse(readFileSync(path.join(out, 'data/index.json'), 'utf8'));
  const trials = experiments.flatMap(({ cells }: { cells: { files: string[] }[] }) =>
    cells.flatMap((cell) => cell.files),
  );
  for (const file of [...files, ...trials]) expect(existsSync(path.join(out, file)), file).toBe(true);
});

test.each([
  [['explore', '/nowhere'], 'there are no results yet'],
  [['explore', '--port', '70000'], '65535'],
])('%j is refused', async (args, why) => {
  const { code, stdout, stderr } = await mcover(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(why);
});

/** Status and headers of an answer. A path is sent as it is: fetch would tidy it first. */
function ask(url: string, options: http.RequestOptions = {}): Promise<[number, http.IncomingHttpHeaders]> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) =>
    http
      .request({ hostname, port, ...options }, (response) => {
        response.resume();
        resolve([response.statusCode!, response.headers]);
      })
      .on('error', reject)
      .end(),
  );
}

test('as a server: to this machine, its own files alone, and it ends by the signal', async () => {
  const { child, ended } = start(['explore', '--port', '0'], temporary());
  const url = await new Promise<string>((resolve) =>
    child.stdout!.on('data', (chunk) => resolve(String(chunk).trim())),
  );
  const [status, headers] = await ask(url);
  expect(status).toBe(200);
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/,
  );
  const statusOf = async (options: http.RequestOptions) => (await ask(url, options))[0];
  expect(await statusOf({ path: '/?view=1' })).toBe(200);
  for (const path of ['/../package.json', '/..%2f..%2fpackage.json', '//etc/passwd', '/%00', '*'])
    expect(await statusOf({ path }), path).toBe(404);
  expect(await statusOf({ method: 'POST' })).toBe(405);
  expect(await statusOf({ headers: { host: 'elsewhere.example' } })).toBe(403);
  const { code, stderr } = await mcover(['explore', '--port', new URL(url).port]);
  expect(code).toBe(2);
  expect(stderr).toContain('EADDRINUSE');
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
});
