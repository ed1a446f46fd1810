import { expect, test } from 'vitest';
import { mcover } from './support.ts';

const json = async (...args: string[]) => JSON.parse((await mcover(['count', ...args, '--json'])).stdout);

test('a network in a wider one', async () => {
  const { code, stdout, stderr } = await mcover(['count', '--hidden', '4', '--width', '7']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^G: .* 8400 +10\^3\.92$/m);
  expect(stdout).toMatch(/^T: .* 33600 +10\^4\.53$/m);
  expect(stdout).toMatch(/^T\/G +4\.000 +10\^0\.60$/m);
  expect(await json('--hidden', '3', '--width', '4', '--odd')).toMatchObject({
    symmetry: 'odd',
    minima: '768',
  });
  const large = await json('--hidden', '50', '--width', '1000');
  expect(large.minima).toMatch(/^\d{1500,}$/);
  expect(large.log10.minima).toBeCloseTo(large.minima.length - 1, -1);
});

test('a kernel, and the banks of its covers', async () => {
  const ring = '{"kind":"directed-ring","mu":2,"sigma":1.5}';
  const { stdout } = await mcover([
    'count',
    '--kernel',
    ring,
    '--covers',
    '3',
    '--weights',
    '1000',
    '--channels',
    '10',
  ]);
  expect(stdout).toBe(
    'twist over 3 covers: 0.8264, exactly\nbanks of 1000 weights and 10 channels up to names of covers: 10^6995.6\n',
  );
  const estimated = await json('--kernel', ring, '--covers', '9');
  expect(estimated.standardError).toBeGreaterThan(0);
  const small = await json(
    '--kernel',
    '{"kind":"uniform"}',
    '--covers',
    '3',
    '--weights',
    '3',
    '--channels',
    '2',
  );
  expect(small.classes.exact).toBe('11');
});

test.each([
  [[], 'count either --hidden and --width, or --kernel and --covers'],
  [['--hidden', '2', '--covers', '3'], 'count either'],
  [['--hidden', '2'], '--hidden and --width go together'],
  [['--hidden', '3', '--width', '2'], 'm: 2 units hold no network of r = 3'],
  [['--hidden', '3', '--width', '1001'], 'm: 1001 is not a whole number up to 1000'],
  [['--covers', '3'], '--kernel and --covers go together'],
  [
    ['--kernel', '{"kind":"uniform"}', '--covers', '3', '--weights', '5'],
    '--weights and --channels go together',
  ],
  [['--kernel', '{"kind":"uniform"}', '--covers', '17'], 'M: the twist is there for up to 16 covers'],
  [['--kernel', 'uniform', '--covers', '3'], '--kernel:1:1: '],
  [['--kernel', '{"kind":"ring\\u001b[2J"}', '--covers', '3'], '--kernel: '],
  [['--kernel', '{"kind":"directed-ring","mu":1,"sigma":0}', '--covers', '3'], '--kernel: /sigma'],
  [['--kernel', '{"kind":"matrix","matrix":[[1,1],[0,0]]}', '--covers', '2'], 'kernel: perm(Q) = 0'],
])('%j is refused', async (args, message) => {
  const { code, stdout, stderr } = await mcover(['count', ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('\u001b');
});
