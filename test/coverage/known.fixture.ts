import { expect, it } from 'vitest';
import { describeSign } from './packages/known/dist/known.js';

it('runs one of two functions, and of that one every line but one', () => {
  expect(describeSign(1)).toBe('positive');
});
