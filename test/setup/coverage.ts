import v8 from 'node:v8';
import { afterAll } from 'vitest';

// Vitest ends its workers before V8 writes their coverage; c8 sees only what is flushed here.
afterAll(() => {
  if (process.env.NODE_V8_COVERAGE) v8.takeCoverage();
});
