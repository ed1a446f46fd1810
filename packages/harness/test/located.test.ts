import { describe, expect, test } from 'vitest';
import { assign, locate, merge, parseLocated, plain, without } from '../dist/config/located.js';

const located = (value: unknown) => parseLocated(JSON.stringify(value), 'file.json');

describe('parsing', () => {
  const text = '{\n  "a": 1,\n  "b/c": [10,\n    {"~": null}]\n}';
  const root = parseLocated(text, 'x.json');

  test('gives the same value as JSON.parse', () => {
    expect(plain(root)).toEqual(JSON.parse(text));
    expect(plain(parseLocated('{"__proto__": {"x": 1}}', 'x'))).toEqual(
      JSON.parse('{"__proto__": {"x": 1}}'),
    );
  });

  test.each([
    ['', 1, 1],
    ['/a', 2, 3],
    ['/b~1c', 3, 3],
    ['/b~1c/0', 3, 11],
    ['/b~1c/1', 4, 5],
    ['/b~1c/1/~0', 4, 6],
    ['/b~1c/1/missing/deeper', 4, 5],
    ['/missing', 1, 1],
  ])('"%s" stands in line %i, column %i', (pointer, line, column) => {
    expect(locate(root, pointer).place).toEqual({ file: 'x.json', line, column });
  });

  test.each([
    ['{"a": 1,}', 'x.json:1:9: not JSON: '],
    ['', 'x.json:1:1: not JSON: '],
    ['{"a": 1} 2', 'x.json:1:10: not JSON: '],
    ['{"a": 1,\n "a": 2}', 'x.json:2:2: the key "a" is given twice'],
    ['[1, 1e999]', 'x.json:1:5: a number beyond'],
    ['[-1e999]', 'x.json:1:2: a number beyond'],
    ['[NaN]', 'x.json:1:2: not JSON: '],
  ])('%j is refused', (bad, message) => {
    expect(() => parseLocated(bad, 'x.json')).toThrow(message);
  });
});

// The cases of RFC 7386, Appendix A (https://www.rfc-editor.org/rfc/rfc7386#appendix-A).
test.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('%j with the patch %j is %j', (target, patch, expected) => {
  expect(plain(merge(located(target), located(patch)))).toEqual(expected);
});

test('merged parts keep their places', () => {
  const base = parseLocated('{"a": 1,\n "b": {"c": 2}}', 'base.json');
  const merged = merge(base, parseLocated('{"b":\n {"d": 3}}', 'patch.json'));
  expect(locate(merged, '/a').place).toEqual({ file: 'base.json', line: 1, column: 2 });
  expect(locate(merged, '/b/c').place).toEqual({ file: 'base.json', line: 2, column: 8 });
  expect(locate(merged, '/b/d').place).toEqual({ file: 'patch.json', line: 2, column: 3 });
});

test('assigning replaces at a dotted path and makes the way there', () => {
  const base = located({ a: 1, kernel: { sigma: 1, mu: 2 } });
  expect(plain(assign(base, 'kernel.sigma', located(5)))).toEqual({ a: 1, kernel: { sigma: 5, mu: 2 } });
  expect(plain(assign(base, 'kernel', located({ x: 1 })))).toEqual({ a: 1, kernel: { x: 1 } });
  expect(plain(assign(base, 'b.c.d', located([1])))).toEqual({
    a: 1,
    kernel: { sigma: 1, mu: 2 },
    b: { c: { d: [1] } },
  });
  expect(plain(base)).toEqual({ a: 1, kernel: { sigma: 1, mu: 2 } });
});

test('keys are dropped by name', () => {
  expect(plain(without(located({ a: 1, b: 2 }), (key) => key === 'a'))).toEqual({ b: 2 });
});
