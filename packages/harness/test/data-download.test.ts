import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { DataSet } from '@mcover/models';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Download, download } from '../dist/data/download.js';
import { fetchDataSet } from '../dist/data/fetch.js';
import { pathOf } from '../dist/data/folder.js';
import { inspect, stateOf } from '../dist/data/inspect.js';
import { obtainDataSets } from '../dist/data/obtain.js';
import { dataSetOf, place, smallFiles } from './data-support.ts';
import { temporary } from './support.ts';

/** 200 000 bytes that compress badly, so that a shift of them by one would not go unseen. */
const content = Buffer.from(
  Array.from({ length: 6250 }, (_, i) => [...createHash('sha256').update(String(i)).digest()]).flat(),
);
const file = {
  name: 'file.gz',
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

let server: http.Server;
let base: string;
/** How each path is answered, and what was asked for: "GET /whole" or "GET /whole bytes=5-". */
let answers: Record<string, Answer>;
let asked: string[];

beforeEach(async () => {
  answers = {};
  asked = [];
  server = http.createServer((request, response) => {
    const { url = '', headers } = request;
    asked.push(`${url} ${headers.range ?? 'all'}`);
    const missing: Answer = (_, unknown) => unknown.writeHead(404).end('<html>not here</html>');
    (answers[url] ?? missing)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const rangeOf = ({ headers }: http.IncomingMessage) =>
  Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);

/** A server as it should be: it knows ranges. */
const ranged =
  (bytes: Buffer): Answer =>
  (request, response) => {
    const start = rangeOf(request);
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    if (start > 0) response.writeHead(206, { 'content-range': range });
    response.end(bytes.subarray(start));
  };

/** A server without ranges: it always sends all. */
const whole =
  (bytes: Buffer): Answer =>
  (_, response) =>
    response.end(bytes);

/** The connection breaks after so many bytes. */
const breaking =
  (bytes: Buffer, after: number): Answer =>
  (request, response) => {
    const start = rangeOf(request);
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': bytes.length - start,
      ...(start > 0 && { 'content-range': range }),
    });
    response.write(bytes.subarray(start, start + after), () => setTimeout(() => response.destroy(), 20));
  };

/** One download into a new folder; `part` lies there before. */
async function attempt(paths: readonly string[], part?: Buffer) {
  const target = path.join(temporary(), 'below', 'file.gz');
  const before = () => {
    fs.mkdirSync(path.dirname(target));
    fs.writeFileSync(`${target}.part`, part!);
  };
  if (part) before();
  return go(target, paths);
}

async function go(target: string, paths: readonly string[], seconds = 20) {
  const told: string[] = [];
  const task: Download = {
    file,
    target,
    addresses: paths.map((name) => `${base}${name}`),
    seconds,
    progress: (text) => told.push(text),
  };
  const error = await download(task).then(
    (place) => place(),
    (reason: Error) => reason,
  );
  const read = (name: string) => (fs.existsSync(name) ? fs.readFileSync(name) : undefined);
  return { target, told, error, got: read(target), part: read(`${target}.part`) };
}

const changed = (at: number) => {
  const copy = Buffer.from(content);
  copy[at] ^= 4;
  return copy;
};

describe('one file', () => {
  test('in one go', async () => {
    answers['/whole'] = ranged(content);
    const { error, got, part, told } = await attempt(['/whole']);
    expect(error).toBeUndefined();
    expect(got?.equals(content)).toBe(true);
    expect(part).toBeUndefined();
    expect(asked).toEqual(['/whole all']);
    expect(told).toEqual([`${base}/whole: 200000 bytes`]);
  });

  test('goes on where an earlier download ended', async () => {
    answers['/whole'] = ranged(content);
    const { error, got, part, told } = await attempt(['/whole'], content.subarray(0, 70_001));
    expect(error).toBeUndefined();
    expect(got?.equals(content)).toBe(true);
    expect(part).toBeUndefined();
    expect(asked).toEqual(['/whole bytes=70001-']);
    expect(told).toEqual([`${base}/whole: 70001 of 200000 bytes are there`]);
  });

  test('an interrupted one is kept as a part, never as the file, and goes on next time', async () => {
    answers['/whole'] = breaking(content, 50_000);
    const first = await attempt(['/whole']);
    expect(first.error?.message).toMatch(
      /^cannot download file\.gz:\n {2}http:\S+\/whole: .+\nTry again later/,
    );
    expect(first.error?.name).toBe('Error');
    expect(first.got).toBeUndefined();
    expect(first.part?.equals(content.subarray(0, 50_000))).toBe(true);
    const second = await go(first.target, ['/whole']);
    expect(second.got).toBeUndefined();
    expect(second.part?.equals(content.subarray(0, 100_000))).toBe(true);
    answers['/whole'] = ranged(content);
    const third = await go(first.target, ['/whole']);
    expect(third.got?.equals(content)).toBe(true);
    expect(asked).toEqual(['/whole all', '/whole bytes=50000-', '/whole bytes=100000-']);
  });

  test('the next mirror goes on where the last one broke off', async () => {
    answers['/broken'] = breaking(content, 60_000);
    answers['/whole'] = ranged(content);
    const { error, got } = await attempt(['/gone', '/broken', '/whole']);
    expect(error).toBeUndefined();
    expect(got?.equals(content)).toBe(true);
    expect(asked).toEqual(['/gone all', '/broken all', '/whole bytes=60000-']);
  });

  test('a server without ranges begins anew', async () => {
    answers['/plain'] = whole(content);
    const { error, got } = await attempt(['/plain'], content.subarray(0, 70_001));
    expect(error).toBeUndefined();
    expect(got?.equals(content)).toBe(true);
    expect(asked).toEqual(['/plain bytes=70001-']);
  });

  test('a part that is all there is only checked', async () => {
    const { error, got } = await attempt(['/gone'], content);
    expect(error).toBeUndefined();
    expect(got?.equals(content)).toBe(true);
    expect(asked).toEqual([]);
  });

  test.each([
    ['was damaged', changed(10).subarray(0, 70_000), ['/whole bytes=70000-', '/whole all']],
    ['is all there but damaged', changed(10), ['/whole all']],
    ['is larger than the file', Buffer.alloc(content.length + 1), ['/whole all']],
    ['is empty', Buffer.alloc(0), ['/whole all']],
  ])('a part that %s does no harm', async (_, part, requests) => {
    answers['/whole'] = ranged(content);
    const { error, got } = await attempt(['/whole'], part);
    expect(error).toBeUndefined();
    expect(got?.equals(content)).toBe(true);
    expect(asked).toEqual(requests);
  });

  test.each<[string, Answer, RegExp]>([
    ['other content', ranged(changed(199_999)), /: wrong checksum: SHA-256 [0-9a-f]{64} instead of /],
    ['less', whole(content.subarray(0, 1000)), /: ended after 1000 of 200000 bytes/],
    ['more', whole(Buffer.concat([content, content])), /: sends more than 200000 bytes/],
    ['nothing', whole(Buffer.alloc(0)), /: ended after 0 of 200000 bytes/],
    ['an error', (_, response) => response.writeHead(503).end('later'), /: HTTP 503 Service Unavailable/],
    ['nothing at all', (request) => request.socket.destroy(), /: other side closed/],
  ])('a server that sends %s: not taken, and the fault is told', async (_, answer, fault) => {
    answers['/bad'] = answer;
    const { error, got } = await attempt(['/bad']);
    expect(error?.message).toMatch(fault);
    expect(got).toBeUndefined();
    answers['/whole'] = ranged(content);
    const better = await attempt(['/bad', '/whole']);
    expect(better.error).toBeUndefined();
    expect(better.got?.equals(content)).toBe(true);
  });

  test.each<[string, Answer]>([
    ['at once', () => {}],
    ['after its headers', (_, response) => response.writeHead(200).flushHeaders()],
    ['in the midst', (_, response) => response.writeHead(200).write(content.subarray(0, 1000))],
  ])('a server that stalls %s is left, and what came is gone on with elsewhere', async (_, answer) => {
    answers['/stalls'] = answer;
    answers['/whole'] = ranged(content);
    const { error, got, told } = await go(path.join(temporary(), 'file.gz'), ['/stalls', '/whole'], 0.3);
    expect(error).toBeUndefined();
    expect(got?.equals(content)).toBe(true);
    expect(told).toContain('  sent nothing for 0.3 s');
  });

  test('a server that is slow, but never stalls, is waited for', async () => {
    answers['/slow'] = async (_, response) => {
      for (let at = 0; at < 5; at++) {
        response.write(content.subarray(at * 40_000, (at + 1) * 40_000));
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      response.end();
    };
    const { error, got } = await go(path.join(temporary(), 'file.gz'), ['/slow'], 1);
    expect(error).toBeUndefined();
    expect(got?.equals(content)).toBe(true);
  });

  test('a server that sends another range than it was asked for', async () => {
    answers['/off'] = (_, response) =>
      response.writeHead(206, { 'content-range': 'bytes 0-199999/200000' }).end(content);
    const part = content.subarray(0, 70_001);
    const ended = await attempt(['/off'], part);
    expect(ended.error?.message).toContain('sends bytes 0-199999/200000, asked from byte 70001 on');
    expect(ended.part?.equals(part)).toBe(true);
  });

  test('nothing there: every address is told with its fault', async () => {
    const { error, got, part } = await attempt(['/one', '/two']);
    expect(error?.message).toContain(
      `cannot download file.gz:\n  ${base}/one: HTTP 404 Not Found\n  ${base}/two: HTTP 404 Not Found\nTry`,
    );
    expect([got, part]).toEqual([undefined, undefined]);
  });

  test('no server there', async () => {
    const ended = await new Promise<string>((resolve) => {
      const closed = http.createServer().listen(0, '127.0.0.1', () => {
        const { port } = closed.address() as AddressInfo;
        closed.close(() => resolve(`http://127.0.0.1:${port}/x`));
      });
    });
    const target = path.join(temporary(), 'file.gz');
    await expect(download({ file, target, addresses: [ended], progress: () => {} })).rejects.toThrow(
      'ECONNREFUSED',
    );
  });

  test('a folder that cannot be written is no fault of the server', async () => {
    const blocked = path.join(temporary(), 'file');
    fs.writeFileSync(blocked, '');
    const { error } = await go(path.join(blocked, 'below', 'file.gz'), ['/whole']);
    expect(error).toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/^cannot write .*: E.*MCOVER_DATA_DIR names another folder/),
    });
    expect(asked).toEqual([]);
  });

  test('packing on the way is declined, and quarters of a large file are told', async () => {
    const large = Buffer.alloc(2_000_000, 7);
    answers['/large'] = (request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      ranged(large)(request, response);
    };
    const told: string[] = [];
    const target = path.join(temporary(), 'large.gz');
    const sha256 = createHash('sha256').update(large).digest('hex');
    await download({
      file: { name: 'large.gz', bytes: large.length, sha256 },
      target,
      addresses: [`${base}/large`],
      progress: (text) => told.push(text),
    });
    expect(told).toEqual([`${base}/large: 2000000 bytes`, '  25 %', '  50 %', '  75 %']);
  });
});

describe('a data set', () => {
  function setUp() {
    const files = smallFiles();
    const set = dataSetOf(files);
    const folder = temporary();
    for (const [role, bytes] of Object.entries(files)) answers[`/data/mnist/${role}.gz`] = ranged(bytes);
    const told: string[] = [];
    const fetched = () => fetchDataSet(set, { folder, from: `${base}/data/`, progress: (t) => told.push(t) });
    return {
      files,
      set,
      folder,
      told,
      fetched,
      state: () => stateOf(inspect(set, folder, { verify: true })),
    };
  }

  test('is ready once fetched, and then nothing is asked for', async () => {
    const { fetched, state } = setUp();
    await fetched();
    expect(state()).toBe('ready');
    expect(asked).toHaveLength(4);
    await fetched();
    expect(asked).toHaveLength(4);
  });

  test('only what is missing or damaged is fetched', async () => {
    const { files, set, folder, told, fetched, state } = setUp();
    place(folder, set, { ...files, testImages: files.testImages.subarray(3) });
    fs.rmSync(pathOf(folder, set, set.files.trainLabels));
    await fetched();
    expect(state()).toBe('ready');
    expect(asked).toEqual(['/data/mnist/testImages.gz all', '/data/mnist/trainLabels.gz all']);
    expect(told[0]).toMatch(/testImages\.gz: truncated: .*; downloading it anew$/);
  });

  test('a damaged file stays until a good one is there', async () => {
    const { files, set, folder, fetched, state } = setUp();
    place(folder, set, { ...files, testImages: Buffer.from('damaged') });
    answers['/data/mnist/testImages.gz'] = (_, response) => response.writeHead(500).end();
    await expect(fetched()).rejects.toThrow('HTTP 500');
    expect(state()).toMatch(/^damaged: .*testImages\.gz: truncated: 7 of/);
  });

  test('comes from the mirrors of the registry, in their order', async () => {
    const { set, folder } = setUp();
    const mirrored = { ...set, mirrors: [`${base}/first`, `${base}/data/mnist`] };
    await fetchDataSet(mirrored, { folder, progress: () => {} });
    expect(asked.slice(0, 2)).toEqual(['/first/testImages.gz all', '/data/mnist/testImages.gz all']);
    expect(stateOf(inspect(set, folder, { verify: true }))).toBe('ready');
  });
});

describe('before a reproduction', () => {
  function setUp(...names: DataSet['name'][]) {
    const files = smallFiles();
    const sets = names.map((name) => dataSetOf(files, name));
    for (const name of names)
      for (const [role, bytes] of Object.entries(files)) answers[`/${name}/${role}.gz`] = ranged(bytes);
    const folder = temporary();
    const told: string[] = [];
    const obtain = (seconds = 20) =>
      obtainDataSets(sets, { folder, from: base, seconds, progress: (text) => told.push(text) });
    const states = () => sets.map((set) => stateOf(inspect(set, folder, { verify: true })));
    return { files, sets, folder, told, obtain, states };
  }

  test('what is missing is fetched, and then nothing is asked for', async () => {
    const { folder, told, obtain, states } = setUp('fashion-mnist', 'mnist');
    await obtain();
    expect(states()).toEqual(['ready', 'ready']);
    expect(told[0]).toBe(`fetching fashion-mnist, 0.0 MB, into ${folder}; --offline forbids it`);
    expect(asked).toHaveLength(8);
    await obtain();
    expect(asked).toHaveLength(8);
  });

  test('where a server breaks off in the midst, no half of a data set is left, and the next start goes on', async () => {
    const { files, obtain, states, told } = setUp('mnist');
    answers['/mnist/trainImages.gz'] = (_, response) => response.writeHead(503).end();
    await obtain();
    expect(states()).toEqual(['missing']);
    expect(told.at(-1)).toMatch(/^mnist was not fetched: cannot download trainImages\.gz:\n.*HTTP 503/);
    answers['/mnist/trainImages.gz'] = ranged(files.trainImages);
    asked.length = 0;
    await obtain();
    expect(states()).toEqual(['ready']);
    expect(asked).toEqual(['/mnist/trainImages.gz all', '/mnist/trainLabels.gz all']);
  });

  test('no more than the given seconds pass without a byte, over all mirrors and data sets', async () => {
    const { sets, folder, told } = setUp('fashion-mnist', 'mnist');
    const silent = sets.map((set) => ({ ...set, mirrors: [`${base}/one`, `${base}/two`] }));
    for (const mirror of ['one', 'two']) answers[`/${mirror}/testImages.gz`] = () => {};
    const start = performance.now();
    await obtainDataSets(silent, { folder, seconds: 0.6, progress: (text) => told.push(text) });
    expect(performance.now() - start).toBeGreaterThan(550);
    expect(performance.now() - start).toBeLessThan(3000);
    expect(told.filter((text) => text === '  sent nothing for 0.3 s')).toHaveLength(2);
    expect(asked).toEqual(['/one/testImages.gz all', '/two/testImages.gz all']);
  });

  test('a damaged file is left to who put it there, a folder that cannot be written ends nothing', async () => {
    const { sets, folder, files, told, obtain } = setUp('mnist');
    place(folder, sets[0], { testImages: files.testImages.subarray(3) });
    await obtain();
    expect({ asked, told }).toEqual({ asked: [], told: [] });
    const blocked = path.join(temporary(), 'file');
    fs.writeFileSync(blocked, '');
    await obtainDataSets(sets, { folder: blocked, progress: (text) => told.push(text) });
    expect(told.at(-1)).toMatch(/^mnist was not fetched: .*ENOTDIR/);
  });
});
