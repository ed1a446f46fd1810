import { defineConfig, mergeConfig } from 'vitest/config';
import quick from './vitest.config.ts';

/** Long checks: kills, simulated coverage of intervals. They have the time they need. */
export default mergeConfig(
  { ...quick, test: { ...quick.test, include: [] } },
  defineConfig({
    test: { include: ['packages/*/test/**/*.slow.ts', 'test/**/*.slow.ts'], testTimeout: 1_800_000 },
  }),
);
