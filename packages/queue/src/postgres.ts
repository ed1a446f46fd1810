import type * as BullMQ from 'bullmq';
import type { Driver } from './bullmq.ts';
import { patience } from './redis.ts';
import { StoreError } from './store.ts';

/** Name space of all tables. */
const schema = 'mcover';

/**
 * Connects to a PostgreSQL, and makes BullMQ's tables where they are missing.
 *
 * @throws StoreError where none answers, or it is too old.
 */
export async function postgresDriver(url: string, bullmq: typeof BullMQ): Promise<Driver> {
  const { default: pg } = await import('pg');
  const connection = { connectionString: url, connectionTimeoutMillis: patience * 1000, schema, max: 4 };
  const client = new pg.Client(connection);
  client.on('error', () => {});
  try {
    await client.connect();
    await bullmq.runMigrations(client, schema);
  } catch (error) {
    throw new StoreError((error as Error).message);
  } finally {
    await client.end().catch(() => {});
  }
  return { connection, backend: bullmq.createPostgresBackend as Driver['backend'], close() {} };
}
