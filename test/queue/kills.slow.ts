import { describe, test } from 'vitest';
import { survives } from './kills.ts';
import { noPostgres, noRedis, startPostgres, startRedis } from './servers.ts';

const few = { workers: 20, submitters: 5, servers: 2 };

describe.skipIf(noRedis)('Redis', () => {
  test('few kills lose, double and change nothing', async () => survives(await startRedis(), few));
  test(
    'many kills lose, double and change nothing',
    async () => survives(await startRedis(), { workers: 200, submitters: 20, servers: 5 }),
    7_200_000,
  );
});

test.skipIf(noPostgres)('PostgreSQL: few kills lose, double and change nothing', async () =>
  survives(await startPostgres(), few),
);
