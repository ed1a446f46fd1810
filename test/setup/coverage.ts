import v8 from 'node:v8';
import { afterAll } from 'vitest';

const { NODE_V8_COVERAGE: folder } = process.env;
// The programs that tests start write no coverage: an account of each, of all modules, would be more than any report can read.
delete process.env.NODE_V8_COVERAGE;

// Vitest ends its workers before V8 writes their coverage; c8 sees only what is flushed here.
afterAll(() => {
  if (folder) v8.takeCoverage();
});
