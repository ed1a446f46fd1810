import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { follow, program, temporary } from './support.ts';

/** Runs `mcover data …` with a folder of data of its own. */
function data(folder: string, ...args: string[]) {
  const env = { ...process.env, MCOVER_DATA_DIR: folder };
  return follow(spawn(process.execPath, [program, 'data', ...args], { env })).ended;
}

const servers: http.Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** An address of this machine below which a folder lies. */
async function serve(folder: string): Promise<string> {
  const server = http.createServer((request, response) => {
    const file = path.join(folder, request.url ?? '');
    if (fs.existsSync(file)) fs.createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const images = 'train-images-idx3-ubyte.gz';

describe('an empty folder', () => {
  test('list tells where the data are, how they stand, and their licences', async () => {
    const folder = temporary();
    const { code, stdout, stderr } = await data(folder, 'list');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`folder ${folder}\n`);
    expect(stdout).toMatch(/fashion-mnist: missing\n.*licence MIT, Zalando SE\n/);
    expect(stdout).toMatch(/mnist: missing\n.*licence CC BY-SA 3\.0, Yann LeCun and Corinna Cortes\n/);
    const listed = JSON.parse((await data(folder, 'list', '--json')).stdout);
    expect(listed).toMatchObject({
      folder,
      dataSets: [
        { name: 'fashion-mnist', state: 'missing' },
        { name: 'mnist', state: 'missing' },
      ],
    });
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('check says no', async () => {
    const { code, stdout } = await data(temporary(), 'check', 'mnist');
    expect(code).toBe(1);
    expect(stdout).toContain('mnist: missing');
    expect(stdout).not.toContain('fashion');
  });

  test('fetch of what is nowhere says no, with the address, the fault and what to do', async () => {
    const address = await serve(temporary());
    const folder = temporary();
    const { code, stdout, stderr } = await data(folder, 'fetch', 'mnist', '--from', address);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`${address}/mnist/t10k-images-idx3-ubyte.gz: HTTP 404`);
    expect(stderr).toContain(`put the file into ${path.join(folder, 'mnist')} yourself`);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

test('check names a damaged file and what is wrong with it', async () => {
  const folder = temporary();
  fs.mkdirSync(path.join(folder, 'mnist'));
  fs.writeFileSync(path.join(folder, 'mnist', images), 'half');
  const { code, stdout } = await data(folder, 'check', 'mnist');
  expect(code).toBe(1);
  expect(stdout).toContain(
    `mnist: damaged: ${path.join(folder, 'mnist', images)}: truncated: 4 of 9912422 bytes`,
  );
});

test.each([
  [['fetch', 'emnist'], 'no data set "emnist"; nearest: "mnist"; known: fashion-mnist, mnist'],
  [['check', 'emnist'], 'no data set "emnist"; nearest: "mnist"; known: fashion-mnist, mnist'],
  [['list', 'mnist'], 'too many arguments'],
  [['delete'], "unknown command 'delete'"],
])('a wrong call: %j', async (args, message) => {
  const { code, stdout, stderr } = await data(temporary(), ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});

test('a folder that cannot be written', async () => {
  const folder = path.join(temporary(), 'file');
  fs.writeFileSync(folder, '');
  const address = await serve(temporary());
  const { code, stderr } = await data(folder, 'fetch', 'mnist', '--from', address);
  expect(code).toBe(2);
  expect(stderr).toMatch(/file\/mnist.*: (cannot be read: )?ENOTDIR/);
});

const here = process.env.MCOVER_DATA_DIR ?? '';

test.skipIf(!fs.existsSync(path.join(here, 'mnist', images)))('fetches a whole data set', async () => {
  const address = await serve(here);
  const folder = temporary();
  const { code, stdout, stderr } = await data(folder, 'fetch', 'mnist', '--from', `${address}/`);
  expect(code).toBe(0);
  expect(stdout).toContain('mnist: ready');
  expect(stderr).toContain(`${address}/mnist/${images}: 9912422 bytes\n  25 %\n  50 %\n  75 %\n`);
  expect(fs.readdirSync(path.join(folder, 'mnist')).sort()).toEqual(
    fs
      .readdirSync(path.join(here, 'mnist'))
      .filter((name) => name.endsWith('.gz'))
      .sort(),
  );
  expect((await data(folder, 'check', 'mnist')).code).toBe(0);
});
