import fs from 'node:fs';
import path from 'node:path';
import { disk } from '@mcover/report/disk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openGroup } from '../dist/journal/group.js';
import { temporary } from './support.ts';

let journal: string;
const content = () => (fs.existsSync(journal) ? fs.readFileSync(journal, 'utf8') : '');
const lines = (count: number) => Array.from({ length: count }, (_, i) => `${i}\n`);

beforeEach(() => {
  vi.useFakeTimers();
  journal = path.join(temporary(), 'e.ndjson');
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('a line waits 50 ms for others, and what waits for it is called when it is on the disk', () => {
  const group = openGroup(() => {});
  const found: string[] = [];
  const done = () => found.push(content());
  group.settled(done);
  expect(found).toEqual(['']);
  group.add('records', journal, 'a\n');
  group.settled(done);
  vi.advanceTimersByTime(49);
  group.add('records', journal, 'b\n');
  group.settled(done);
  expect([content(), found.length]).toEqual(['', 1]);
  vi.advanceTimersByTime(1);
  expect(found).toEqual(['', 'a\nb\n', 'a\nb\n']);
  group.add('records', journal, 'c\n');
  group.close();
  expect(content()).toBe('a\nb\nc\n');
});

test('64 lines do not wait, and are flushed once', () => {
  const flush = vi.spyOn(disk, 'fdatasync');
  const group = openGroup(() => {});
  for (const line of lines(63)) group.add('records', journal, line);
  expect([content(), flush.mock.calls.length]).toEqual(['', 0]);
  group.add('records', journal, 'last\n');
  expect([content(), flush.mock.calls.length]).toEqual([`${lines(63).join('')}last\n`, 1]);
  group.close();
});

test('traces are on the disk before any record', () => {
  const order: string[] = [];
  const write = disk.write;
  vi.spyOn(disk, 'write').mockImplementation((handle, bytes, from) => {
    order.push(Buffer.from(bytes).toString());
    return write(handle, bytes, from);
  });
  const flush = disk.fdatasync;
  vi.spyOn(disk, 'fdatasync').mockImplementation((handle) => {
    order.push('flush');
    flush(handle);
  });
  const group = openGroup(() => {});
  group.add('records', journal, 'record 1\n');
  group.add('traces', `${journal}.trace`, 'trace 2\n');
  group.add('records', journal, 'record 2\n');
  group.close();
  expect(order).toEqual(['trace 2\n', 'flush', 'record 1\nrecord 2\n', 'flush']);
});

/** A disk on which a file may have so many bytes. */
function small(most: number): void {
  const write = disk.write;
  vi.spyOn(disk, 'write').mockImplementation((handle, bytes, from) => {
    const free = most - disk.fstat(handle).size;
    if (free <= 0)
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return write(handle, bytes.subarray(0, from + free), from);
  });
}

test('of lines that have no room together, those that fit are kept', () => {
  small(25);
  const group = openGroup(() => {});
  for (const line of lines(63)) group.add('records', journal, line);
  expect(() => group.add('records', journal, 'last\n')).toThrow(/cannot write .*ENOSPC.*free some space/);
  expect(content()).toBe(lines(63).join('').slice(0, 23));
  expect(() => group.close()).toThrow('ENOSPC');
});

test('a fault while lines wait is told at once, and again at the end; nothing more is written or called', () => {
  small(1);
  const onFault = vi.fn();
  const group = openGroup(onFault);
  const done = vi.fn();
  group.add('records', journal, 'a\n');
  group.settled(done);
  vi.advanceTimersByTime(50);
  vi.restoreAllMocks();
  expect(onFault).toHaveBeenCalledTimes(1);
  expect(() => group.close()).toThrow('ENOSPC');
  expect(done).not.toHaveBeenCalled();
  expect(content()).toBe('');
});
