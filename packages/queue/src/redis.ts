import type { Driver } from './bullmq.ts';
import { StoreError } from './store.ts';

/** Seconds within which a server has to answer at first. */
export const patience = 10;

/**
 * Connects to a Redis, or a Valkey.
 *
 * @throws StoreError where none answers, or it may throw jobs away.
 */
export async function redisDriver(url: string, trouble: (message: string) => void): Promise<Driver> {
  const { Redis } = await import('ioredis');
  const first = new Redis(url, {
    lazyConnect: true,
    connectTimeout: patience * 1000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What `connect` throws is said there.
  let fault = '';
  first.on('error', (error) => {
    fault = error.message;
  });
  try {
    await first.connect();
    // A database that it lacks would silently be the first one.
    await first.select(first.options.db ?? 0);
    refuseEviction(await first.info());
  } catch (error) {
    throw new StoreError(fault || (error as Error).message);
  } finally {
    first.disconnect();
  }
  // Commands wait while the server is away, and are sent again.
  const connection = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, 2000),
  });
  connection.on('error', (error) => trouble(error.message));
  return { connection, backend: undefined, close: () => connection.disconnect() };
}

function refuseEviction(info: string): void {
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'noeviction';
  if (policy === 'noeviction') return;
  throw new StoreError(
    `its eviction policy ${policy} throws jobs away when memory is short; "redis-cli config set maxmemory-policy noeviction" forbids it`,
  );
}
