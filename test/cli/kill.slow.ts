import { test } from 'vitest';
import { survives } from './kills.ts';

test('200 kills of the profile smoke lose, double and change no record', { timeout: 900_000 }, () =>
  survives(['repro', '--profile', 'smoke'], 200),
);
