import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { builtIn } from '@mcover/models';
import { expect, test } from 'vitest';
import { parametersText } from '../packages/harness/dist/config/parameters.js';

test('docs/parameters.md is what "npm run docs" makes', () => {
  const file = fileURLToPath(new URL('../docs/parameters.md', import.meta.url));
  expect(readFileSync(file, 'utf8')).toBe(parametersText(builtIn));
});
