import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Description, journalLine, schemasOf, Type, variantsOf } from '@mcover/record';
import { readResults } from '@mcover/report';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeFile, describeOwn } from './descriptions.ts';
import { fig5, table3 } from './records.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcover-read-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const lines = (records: typeof table3) => records.map(journalLine).join('');
const beside = describeFile('table3-perceptron');
/** The caller's own descriptions: those of the repository. */
const reading = { describe: (id: string) => describeFile(id) };

test('reads every journal, in the order of their names, with the descriptions beside them, and nothing else', () => {
  write('table3-perceptron.ndjson', lines(table3));
  write('table3-perceptron.json', JSON.stringify({ ...beside, title: 'Mine' }));
  write('fig5-covers.ndjson', lines(fig5));
  write('notes.txt', 'not a journal');
  write('speed.json', '{}');
  const { records, rejected, descriptions } = readResults(folder, reading);
  expect([records, rejected]).toEqual([[...fig5, ...table3], []]);
  expect([...descriptions]).toEqual([
    ['fig5-covers', describeFile('fig5-covers')],
    ['table3-perceptron', { ...beside, title: 'Mine' }],
  ]);
});

test('names damaged lines by file, line and reason, and keeps the good ones', () => {
  const [first, second, third] = table3;
  const changed = journalLine(second).replace('"overlap":', '"overlap": ');
  const forged = journalLine(third).replace('"trainError":0', '"trainError":1');
  write('table3-perceptron.ndjson', `${journalLine(first)}${changed}${forged}{"torn`);
  const { records, rejected } = readResults(folder, reading);
  expect(records).toEqual([first, second]);
  const file = join(folder, 'table3-perceptron.ndjson');
  expect(rejected).toMatchObject([
    { file, line: 3, reason: expect.stringContaining('sum') },
    { file, line: 4, reason: expect.stringContaining('torn') },
  ]);
});

test("a record in another experiment's journal is foreign", () => {
  write('fig5-covers.ndjson', journalLine(table3[0]));
  const { records, rejected } = readResults(folder, reading);
  expect(records).toEqual([]);
  expect(rejected[0].reason).toContain('"table3-perceptron"');
});

test('says what is wrong with a folder, and what to do', () => {
  expect(() => readResults(join(folder, 'none'))).toThrow(/none: there are no results yet.*mcover repro/);
  expect(() => readResults(folder)).toThrow(/holds no journal.*results\/quick/);
  write('file', '');
  expect(() => readResults(join(folder, 'file'))).toThrow(/ENOTDIR/);
});

test('a file whose name is no id of an experiment is not read', () => {
  for (const name of ['a b', '.', '](x', '\u001b[2J', 'A']) write(`${name}.ndjson`, lines(table3));
  const { records, rejected } = readResults(folder, reading);
  expect(records).toEqual([]);
  expect(rejected.map(({ reason }) => reason)).toEqual(
    Array(5).fill('the name of the file is not the id of an experiment'),
  );
  expect(JSON.stringify(rejected)).not.toContain('\\u001b');
});

describe('what tells how records look', () => {
  /** A result of one number, `other`: no record of the perceptron has it. */
  const other = Type.Object({ other: Type.Number() }, { additionalProperties: false });
  const strict: Description = { ...beside, result: other };
  const known = (result: Description['result']) => {
    const { model, data, arithmetic } = beside;
    const methods = Object.fromEntries(
      Object.entries(beside.methods).map(([method, { params }]) => [method, params]),
    );
    return schemasOf(variantsOf({ model, data, result, arithmetic, methods }));
  };
  const read = (description: Description | undefined, schemas?: ReturnType<typeof known>) => {
    write('table3-perceptron.ndjson', lines(table3));
    if (description) write('table3-perceptron.json', JSON.stringify(description));
    return readResults(folder, schemas && { schemas });
  };

  test('is the description beside them', () => {
    expect(read(beside).records).toHaveLength(24);
    const { records, rejected } = read(strict);
    expect([records.length, rejected.length]).toEqual([0, 24]);
    expect(rejected[0].reason).toContain('other');
  });

  test('is what the caller knows, whatever the description says', () => {
    expect(read(strict, known(beside.result)).records).toHaveLength(24);
    expect(read(beside, known(other)).rejected).toHaveLength(24);
  });

  test('is nothing where neither is there, which is said once', () => {
    expect(read(undefined)).toMatchObject({
      records: [],
      rejected: [
        { line: 1, reason: expect.stringMatching(/nothing tells how its records look: "mcover repro"/) },
      ],
    });
  });

  test('without a description, what the caller knows is enough', () => {
    const { records, descriptions } = read(undefined, known(beside.result));
    expect([records.length, descriptions.size]).toEqual([24, 0]);
  });
});

describe('a description is rejected with file and reason, and its records are kept where they can be read', () => {
  const schemas = schemasOf(
    variantsOf({
      ...beside,
      methods: Object.fromEntries(Object.entries(beside.methods).map(([id, { params }]) => [id, params])),
    }),
  );
  const reasonOf = (text: string): string => {
    write('table3-perceptron.ndjson', lines(table3));
    write('table3-perceptron.json', text);
    const { records, rejected, descriptions } = readResults(folder, { schemas });
    expect([records.length, descriptions.size, rejected.length]).toEqual([24, 0, 1]);
    expect(rejected[0].file).toBe(join(folder, 'table3-perceptron.json'));
    // Without what the caller knows, nothing can be read, and the reason is the same.
    expect(readResults(folder)).toEqual({ records: [], rejected, unknown: [], descriptions: new Map() });
    return rejected[0].reason;
  };
  const changed = (change: object) => JSON.stringify({ ...beside, ...change });

  test.each<[string, string, RegExp]>([
    ['torn', '{"experiment":', /not JSON/],
    ['of other content', '[1, 2]', /not of type object/],
    ['incomplete', '{"experiment": "table3-perceptron"}', /missing key/],
    ['of another experiment', JSON.stringify(describeOwn('mine', 'perceptron')), /describes .*"mine", not/],
    ['with an unknown key', changed({ '\u001b[31mred': 1 }), /unknown key "\ufffd\[31mred"/],
    ['with a title that clears the screen', changed({ title: 'a\u001b[2J' }), /title/],
    [
      'with a label of two lines',
      changed({ metrics: [{ key: 'a', label: 'b\n::error::', better: 'lower' }] }),
      /label/,
    ],
    [
      'with a symbol that turns the writing',
      changed({ parameters: [{ path: 'N', symbol: '\u202e' }] }),
      /symbol/,
    ],
    ['with a command of two lines', changed({ command: ['run', 'a\nrm -rf'] }), /command\/1/],
    [
      'with a curve that ends early',
      changed({ theory: [{ ...beside.theory![0], curves: [{ name: 'a', x: [1, 2], y: [1] }] }] }),
      /as many y as x/,
    ],
    ['too large', changed({ note: 'x'.repeat(4 * 2 ** 20) }), /larger than 4 MiB/],
  ])('%s', (_, text, reason) => {
    const said = reasonOf(text);
    expect(said).toMatch(reason);
    expect(said).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  test('that is a folder', () => {
    write('table3-perceptron.ndjson', lines(table3));
    mkdirSync(join(folder, 'table3-perceptron.json'));
    expect(readResults(folder).rejected[0].reason).toContain('is no file');
  });

  test('whose schemas are none', () => {
    write('table3-perceptron.ndjson', lines(table3));
    for (const params of [{ type: 'nothing' }, { $ref: 'https://example.org/schema' }, { properties: 5 }]) {
      const methods = { vanilla: { label: 'vanilla', params } };
      write('table3-perceptron.json', changed({ methods }));
      const { records, rejected } = readResults(folder);
      expect(records).toEqual([]);
      expect(rejected[0]).toMatchObject({
        file: join(folder, 'table3-perceptron.json'),
        reason: expect.stringContaining('its schemas cannot be used'),
      });
    }
  });
});
