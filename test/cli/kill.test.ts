import { test } from 'vitest';
import { survives } from './kills.ts';
import { mine, temporary, write } from './support.ts';

/** Slow enough to be killed in the middle of trials. */
const experiment = mine
  .replace('"N": 11', '"N": 101')
  .replace('"schedule": { "step": 0.1, "to": 0.1 }', '"schedule": { "step": 0.005, "to": 0.005 }')
  .replace('"trials": 2', '"trials": 20');

test('kills at any moment lose, double and change no record', () => {
  const file = write(temporary(), 'mine.json', experiment);
  return survives(['run', file, '--profile', 'smoke', '--engine', 'reference'], 8);
});
