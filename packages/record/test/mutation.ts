import fc from 'fast-check';

const values = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0.5, 1e308, 2 ** 53, '', [], {}, { kind: 'uniform' }),
  fc.string({ maxLength: 5 }),
  fc.jsonValue({ maxDepth: 2 }),
);
const change = fc.record({ where: fc.nat(), remove: fc.boolean(), value: values });
const damage = fc.record({ where: fc.nat(), drop: fc.nat(40), added: fc.string({ maxLength: 4 }) });

/** What happens to a line: changes of its values, perhaps with a sum and an id that fit them, and of its text. */
export const mutation = {
  changes: fc.array(change, { maxLength: 2 }),
  sign: fc.boolean(),
  damages: fc.array(damage, { maxLength: 2 }),
};

type Values<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Members = Record<string, unknown>;

function places(value: unknown): { holder: Members; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Members;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...places(holder[key])]);
}

/** A copy in which some values are others, or gone. */
export function changed<T>(original: T, changes: Values<typeof mutation.changes>): T {
  const copy = structuredClone(original);
  for (const { where, remove, value } of changes) {
    const all = places(copy);
    const { holder, key } = all[where % all.length];
    if (remove) delete holder[key];
    else holder[key] = value;
  }
  return copy;
}

/** A text in which some characters are others, or gone. */
export function damaged(line: string, damages: Values<typeof mutation.damages>): string {
  return damages.reduce((text, { where, drop, added }) => {
    const at = where % (text.length + 1);
    return text.slice(0, at) + added + text.slice(at + drop);
  }, line);
}
