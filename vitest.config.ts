import { defineConfig } from 'vitest/config';

// Tests import the built packages, as a user does: vite must not inline them, or coverage would lie.
export default defineConfig({
  test: {
    pool: 'forks',
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
    setupFiles: [new URL('./test/setup/coverage.ts', import.meta.url).pathname],
    testTimeout: 60_000,
  },
});
