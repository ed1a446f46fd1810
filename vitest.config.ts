import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Tests import the built packages, as a user does: vite must not inline them, or coverage would lie.
export default defineConfig({
  test: {
    root: here('.'),
    include: ['packages/*/test/**/*.test.ts', 'benchmarks/test/**/*.test.ts', 'test/**/*.test.ts'],
    pool: 'forks',
    // Without this one core stands idle, of two.
    maxWorkers: '100%',
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//, /\/benchmarks\/dist\//] } },
    setupFiles: [here('./test/setup/coverage.ts')],
    // Tests of the command line start whole programs: they need seconds alone, and a minute beside others.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
