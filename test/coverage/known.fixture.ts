import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { describeSign } from './packages/known/dist/known.js';

it('runs one of two functions, and of that one every line but one', () => {
  expect(describeSign(1)).toBe('positive');
});

it('starts a program that runs the rest, which no test has looked at', () => {
  const file = new URL('./packages/known/dist/known.js', import.meta.url).href;
  const code = `import { describeSign, neverCalled } from '${file}'; console.log(describeSign(-1), neverCalled(2));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
  });
  expect(printed).toBe('not positive 10\n');
});
