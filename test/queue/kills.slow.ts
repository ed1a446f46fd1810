import { test } from 'vitest';
import { survives } from './kills.ts';
import { noPostgres, noRedis, startPostgres, startRedis } from './servers.ts';

test.skipIf(noRedis)(
  'Redis: many kills lose, double and change nothing',
  async () => survives(await startRedis(), { workers: 200, submitters: 20, servers: 5 }),
  7_200_000,
);

test.skipIf(noPostgres)('PostgreSQL: few kills lose, double and change nothing', async () =>
  survives(await startPostgres(), { workers: 10, submitters: 2, servers: 1 }),
);
