import { expect, it } from 'vitest';
import { startCompanion } from '../dist/companion.js';

/** A program of Node's that answers each question by this expression. */
const program = (answer: string) => [
  '-e',
  `console.log('ready parrot 1'); require('readline').createInterface(process.stdin).on('line', (line) => {
     const [which, times] = line.split(' ').map(Number);
     ${answer}
   });`,
];

it('asks another program, again and again, and gives what it answers', () => {
  const companion = startCompanion(process.execPath, program('console.log(100 * which + times);'));
  expect(companion.title).toBe('parrot 1');
  expect(companion.run(0, 1)).toBe(1);
  expect(companion.run(7, 20)).toBe(720);
  companion.end();
});

it('gives one thread to the libraries of the program', () => {
  const answer = 'console.log(process.env.OPENBLAS_NUM_THREADS);';
  const companion = startCompanion(process.execPath, program(answer));
  expect(companion.run(0, 1)).toBe(1);
  companion.end();
});

it('does not wait for what cannot start, is not ready, or has ended', () => {
  expect(() => startCompanion('no-such-program', [])).toThrow('no-such-program did not start');
  expect(() => startCompanion(process.execPath, ['-e', 'console.log("hello")'])).toThrow('did not start');
  const companion = startCompanion(process.execPath, program('process.exit();'));
  expect(() => companion.run(0, 1)).toThrow('has ended in the middle of its work');
  companion.end();
});
