import {
  journalLine,
  jsonFault,
  mostLevels,
  parseDescription,
  parseJournal,
  sealRecord,
  type TrialSpec,
} from '@mcover/record';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schemas } from './support.ts';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('a JSON text', () => {
  test('has no fault, whatever value it was written of, with any whitespace', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        expect(jsonFault(JSON.stringify(value, null, space))).toBeUndefined();
      }),
    );
  });

  test('gives a key twice where one is repeated, however it is written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (object, choice) => {
        const keys = Object.keys(object);
        const key = keys[choice % keys.length];
        const escaped = [...key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
        const again = key.length === [...key].length ? escaped.join('') : JSON.stringify(key).slice(1, -1);
        const text = `${JSON.stringify(object).slice(0, -1)}, "${again}" : 0}`;
        expect(jsonFault(text)?.message).toMatch(/^the key ".*" is given twice$/s);
        expect(text.slice(jsonFault(text)!.at)).toBe(`"${again}" : 0}`);
      }),
    );
  });

  test('may be nested to a bound', () => {
    expect(jsonFault(nested(mostLevels))).toBeUndefined();
    const at = mostLevels;
    expect(jsonFault(nested(mostLevels + 1))).toEqual({ at, message: 'nested deeper than 100 levels' });
    expect(jsonFault(nested(1e6))).toEqual({ at, message: 'nested deeper than 100 levels' });
  });

  test('that is torn anywhere ends the look at it', () => {
    const text = '{"a\\"b": [{"c": "\\\\"}], "d": ""}';
    for (let end = 0; end <= text.length; end++) expect(jsonFault(text.slice(0, end))).toBeUndefined();
  });
});

describe('a journal refuses', () => {
  const provenance = { engine: 'x', runtime: 'x', commit: 'x', platform: 'x', durationMs: 1 };
  const spec: TrialSpec = {
    model: 'network',
    method: 'sgd',
    data: { name: 'drawn' },
    params: { rate: 1 },
    seed: { root: 1, trial: 0 },
    arithmetic: 'f32',
  };
  const line = journalLine(sealRecord('e', spec, { failure: { kind: 'x', message: 'ä' } }, provenance));
  const reasonOf = (text: string) => parseJournal(text, schemas, 'e').rejected.map(({ reason }) => reason);

  test('nothing of a good line', () => {
    expect(reasonOf(line)).toEqual([]);
  });

  test('a key that is there twice, of which JSON.parse keeps the last', () => {
    expect(reasonOf(line.replace('"durationMs":1', '"durationMs":2,"durationMs":1'))).toEqual([
      'the key "durationMs" is given twice',
    ]);
  });

  test('levels beyond the bound, by their name', () => {
    expect(reasonOf(line.replace('"durationMs":1', `"durationMs":${nested(5000)}`))).toEqual([
      'nested deeper than 100 levels',
    ]);
    expect(parseDescription(nested(5000), 'e')).toEqual({ reason: 'nested deeper than 100 levels' });
  });

  test('a byte that is no character', () => {
    expect(reasonOf(line.replace('ä', '\udce4'))).toEqual(['not UTF-8']);
  });
});
