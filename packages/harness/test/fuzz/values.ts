import fc from 'fast-check';

/** Texts that break what takes them for something else: keys, paths, markup, commands of a terminal. */
export const texts = fc.oneof(
  fc.constantFrom(
    '',
    'M',
    '__proto__',
    'constructor',
    'toString',
    '../x',
    '/dev/null',
    '<b>',
    '"',
    "'",
    '\\',
    '%',
  ),
  fc.constantFrom(
    '\u001b[2J',
    '\n::error',
    '\u0000',
    '\ud800',
    '\u202e',
    'é',
    '𝛼',
    '1e999',
    'NaN',
    '=1+1',
    'a.b',
    'null',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

export const numbers = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 2, 3, 255, 256, 1e15, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -1e308, 5e-324),
  fc.integer({ min: -3, max: 12 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Any value that JSON has. */
export const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { kind: 'uniform' }, { share: 0.5 }),
  numbers,
  texts,
  fc.jsonValue({ maxDepth: 2 }),
);

/** Mostly what is meant, and once in so often something else. */
export function mostly<T>(meant: fc.Arbitrary<T>, other: fc.Arbitrary<unknown> = values, weight = 60) {
  return fc.oneof({ weight, arbitrary: meant as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: other });
}

/** Bytes with some others in their places, or gone. */
export const damages = fc.array(
  fc.record({ where: fc.nat(), drop: fc.nat(9), added: fc.array(fc.nat(255), { maxLength: 9 }) }),
  { maxLength: 2 },
);

type Damage = { where: number; drop: number; added: number[] };

export function damaged(bytes: Uint8Array, changes: readonly Damage[]): Uint8Array {
  return changes.reduce((all, { where, drop, added }) => {
    const at = where % (all.length + 1);
    return Buffer.concat([all.subarray(0, at), Uint8Array.from(added), all.subarray(at + drop)]);
  }, bytes);
}

/** Changes of some cases, and none of most. */
export function rarely<T>(changes: fc.Arbitrary<T[]>, weight = 4): fc.Arbitrary<T[]> {
  return fc.oneof({ weight, arbitrary: fc.constant<T[]>([]) }, changes);
}
