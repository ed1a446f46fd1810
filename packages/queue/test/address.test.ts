import { addressOf } from '@mcover/queue';
import { expect, test } from 'vitest';

test.each([
  ['redis://127.0.0.1:6379', 'redis', 'redis://127.0.0.1:6379', false],
  ['rediss://me:secret@example.org:6380/2', 'redis', 'rediss://example.org:6380/2', true],
  ['postgres://me@[::1]:5432/trials', 'postgres', 'postgres://[::1]:5432/trials', false],
  ['postgresql://example.org/trials?password=secret', 'postgres', 'postgresql://example.org/trials', true],
] as const)(
  '%s is an address, and what is shown of it has neither user nor password',
  (url, kind, shown, secret) => {
    expect(addressOf(url)).toEqual({ kind, url, shown, secret });
  },
);

test.each([
  'example.org:6379',
  'http://me:secret@example.org/1',
  'redis://me:secret@example.org/trials',
  'redis:///1',
  'me:secret',
  '',
])('%j is refused without being quoted', (text) => {
  const fault = () => addressOf(text);
  expect(fault).toThrow('no address of a queue; allowed: redis[s]://HOST:PORT/NUMBER');
  expect(fault).not.toThrow('secret');
});
