/** Where a queue is. */
export interface Address {
  readonly kind: 'redis' | 'postgres';
  /** With user and password: for the driver alone. */
  readonly url: string;
  /** Without them: for messages. */
  readonly shown: string;
  /** Whether it brings a password. */
  readonly secret: boolean;
}

const kinds: Readonly<Record<string, Address['kind']>> = {
  'redis:': 'redis',
  'rediss:': 'redis',
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
};

/**
 * Reads the address of a queue.
 *
 * @example
 * addressOf('rediss://me:secret@example.org:6380/2').shown; // 'rediss://example.org:6380/2'
 *
 * @throws Error, which does not quote the text: a password may stand in it.
 */
export function addressOf(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const kind = url && kinds[url.protocol];
  const isNumbered = kind !== 'redis' || /^\/?\d*$/.test(url!.pathname);
  if (!url || !kind || url.hostname === '' || !isNumbered)
    throw new Error(
      'no address of a queue; allowed: redis[s]://HOST:PORT/NUMBER, postgres://HOST:PORT/DATABASE',
    );
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  return { kind, url: text, shown, secret: url.password !== '' || url.searchParams.has('password') };
}
