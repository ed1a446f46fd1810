import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Description, DescriptionSchema, sealRecord, validator } from '@mcover/record';
import { writeReport } from '@mcover/report';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { figureOf } from '../dist/figures/figure.js';
import { inksOf } from '../dist/figures/palette.js';
import { experimentsOf } from '../dist/summary/experiment.js';
import { resultsTable } from '../dist/tables/results.js';
import { described, describeFile, describeOwn, repositoryIds } from './descriptions.ts';
import { around, fig2a, fig2b, mcover, rsa, series, table3 } from './records.ts';
import { write } from './write.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'mcover-described-'));
});
afterEach(() => rmSync(out, { recursive: true }));

type Given = Parameters<typeof experimentsOf>[0];
const report = async (given: Given, profile = 'quick') => {
  await writeReport({ ...given, rejected: [], out, write, profile });
  return readFileSync(join(out, 'REPORT.md'), 'utf8');
};
const mine = (change: Partial<Description>): Description => ({
  ...describeOwn('mine', 'perceptron'),
  ...change,
});
const own = series({ experiment: 'mine' }, [0.1, 0.2]);

test('every experiment of the repository has a description that fits, at every profile', () => {
  const check = validator<Description>(DescriptionSchema);
  for (const id of repositoryIds) {
    for (const profile of ['smoke', 'quick', 'paper']) {
      expect([id, check.problems(describeFile(id, profile))]).toEqual([id, []]);
    }
  }
  const files = readdirSync(fileURLToPath(new URL('../../../experiments', import.meta.url)));
  expect(files.map((file) => file.replace('.json', ''))).toEqual([...repositoryIds].sort());
});

test('experiments stand where their descriptions place them', () => {
  const places = repositoryIds.flatMap((id) => describeFile(id).paper?.place ?? []);
  expect(places).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('no source of the report names a model or a data set', () => {
  const folder = fileURLToPath(new URL('../src', import.meta.url));
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(sources.length).toBeGreaterThan(50);
  const naming = sources.filter((name) =>
    /perceptron|committee|mlp|mnist|manifold|teacher|vanilla|independent copies/i.test(
      readFileSync(join(folder, name), 'utf8'),
    ),
  );
  expect(naming).toEqual([]);
});

describe('what a description says', () => {
  test('the title heads the section; what is reproduced, the note and the command end it', async () => {
    const paper = { place: 1, reproduces: 'Nothing at all.', parameters: { N: 500 }, trials: 3 };
    const text = await report(
      described(own, mine({ title: 'My title', note: 'My *note*,\nin lines.', paper })),
    );
    expect(text).toContain('\n## My title\n');
    expect(text).toContain('\nNothing at all. My \\*note\\*, in lines.\n');
    expect(text).toContain("**Not the paper's setting:** N = 1000 (paper: 500); 2 trials (paper: 3).");
    expect(text).toContain('\nmcover run mine.json --profile quick --trials 2\n');
  });

  test('notes of the profile go before those of the experiment', async () => {
    const text = await report(described(fig2a, describeFile('fig2a-load', 'quick')));
    expect(text).toContain(
      'Fig. 2a, where the paper sweeps α from 1.2 to 1.9. Five loads, and S = 3 sampled destinations',
    );
  });

  test('parameters and methods are read in its order, and written in its symbols', () => {
    const description = mine({
      methods: {
        rsa: { label: 'second', params: describeOwn('mine', 'perceptron').data as Description['result'] },
        vanilla: { label: 'first', params: describeOwn('mine', 'perceptron').data as Description['result'] },
      },
      parameters: [
        { path: 'schedule.step', symbol: 'ΔT', digits: 1 },
        { path: 'alpha', symbol: 'load' },
      ],
    });
    const records = [1.2, 1.4].flatMap((alpha) => {
      const params = { alpha, schedule: { from: 0.4, to: 0.01, step: 0.00123 * alpha } };
      return [
        ...series({ experiment: 'mine', params }, [0.1, 0.2]),
        ...series({ experiment: 'mine', method: 'rsa', params: { ...rsa, ...params } }, [0.1, 0.2]),
      ];
    });
    const [experiment] = experimentsOf(described(records, description));
    expect(experiment.view.series.map(({ label }) => label)).toEqual([
      'second, ΔT = 0.001, load = 1.2',
      'second, ΔT = 0.002, load = 1.4',
      'first, ΔT = 0.001, load = 1.2',
      'first, ΔT = 0.002, load = 1.4',
    ]);
  });

  test('methods keep their colours, whichever of them are there', async () => {
    const svg = async (records: typeof fig2b) => (await figureOf(experimentsOf(described(records))[0]))!;
    const without = fig2b.filter(({ spec }) => spec.method !== 'vanilla');
    for (const figure of [await svg(fig2b), await svg(without)]) {
      expect(figure).toContain('#D55E00');
      expect(figure).toContain('#0072B2');
    }
    expect(await svg(fig2b)).toContain('#555555');
    expect(await svg(without)).not.toContain('#555555');
  });

  test('theory of any parameter is drawn with its names, where metric and axis are its own', async () => {
    const theory = {
      metric: 'generalizationError',
      path: 'N',
      source: 'A made-up theory.',
      curves: ['rise', 'fall', 'level'].map((name) => ({ name, x: [20, 500], y: [0.1, 0.2] })),
      thresholds: [
        { name: 'first', x: 100 },
        { name: 'second', x: 200 },
        { name: 'beyond', x: 900 },
      ],
    };
    const records = [21, 101, 501].flatMap((N) => around({ experiment: 'mine', params: { N } }, 0.2));
    const draw = (of: object) =>
      figureOf(experimentsOf(described(records, mine({ theory: [{ ...theory, ...of }] })))[0]);
    const svg = (await draw({}))!;
    for (const name of ['rise', 'fall', 'level']) expect(svg).toContain(`>${name}<`);
    for (const dash of ['6,4', '2,3', '8,3,2,3']) expect(svg).toContain(`stroke-dasharray="${dash}"`);
    expect(svg).toContain('>first 100<');
    expect(svg).toContain('>second 200<');
    expect(svg).not.toContain('beyond 900');
    for (const of of [{ metric: 'trainError' }, { path: 'alpha' }])
      expect(await draw(of)).not.toContain('>rise<');
    expect(await report(described(records, mine({ theory: [theory] })))).toContain(
      'Theory on the figure: A made-up theory.\n',
    );
  });

  test('a published number stands along the axis of its parameter, in the ink of the series that it fits', async () => {
    const [vanilla, , routed] = describeFile('table3-perceptron').paper!.published!;
    const paper = {
      ...describeFile('fig2a-load').paper!,
      published: [vanilla, { ...routed, parameters: { ...routed.parameters, M: 5 } }],
    };
    const [experiment] = experimentsOf(described(fig2a, { ...describeFile('fig2a-load'), paper }));
    const strokes = [
      ...(await figureOf(experiment))!.matchAll(/stroke="(#\w{6})"[^>]*stroke-width="1.8"/g),
    ].map(([, colour]) => colour);
    // Vanilla, and M = 5 of the three numbers of covers.
    const [base, , five] = inksOf(experiment);
    expect(strokes).toEqual([base.colour, five.colour]);
  });

  test('published numbers of another metric than the first are none of the table', () => {
    const description = describeFile('table3-perceptron');
    const titles = (metrics: Description['metrics']) =>
      resultsTable(experimentsOf(described(table3, { ...description, metrics }))[0]).columns.map(
        ({ title }) => title,
      );
    expect(titles(description.metrics)).toContain('published');
    const overlap = { key: 'overlap', label: 'overlap', better: 'higher' } as const;
    expect(titles([overlap, ...description.metrics])).not.toContain('published');
  });

  test('a list without its separator, and a digest, are written shortly', () => {
    const records = own.map((record) =>
      sealRecord(
        'mine',
        { ...record.spec, params: { ...record.spec.params, widths: [3, 2], key: 'ab'.repeat(32) } },
        { result: record.result! },
        record.provenance,
      ),
    );
    const [{ notations, groups }] = experimentsOf(
      described(records, mine({ parameters: [{ path: 'widths', symbol: 'w', separator: '–' }] })),
    );
    const { widths, key } = groups[0].parameters;
    expect(notations.write('widths', widths)).toBe('w = 3–2');
    expect(notations.write('key', key)).toBe('key = abababababab…');
    expect(notations.write('other', '[1,2]')).toBe('other = [1,2]');
  });
});

describe('without a description', () => {
  const undescribed = { records: own, descriptions: new Map() };

  test('the id is the title, paths are symbols, and the first number of a result is what it is about', async () => {
    const text = await report(undescribed);
    expect(text).toContain('\n## mine\n');
    expect(text).toContain('![Mean generalizationError. vanilla: 0.1500.]');
    expect(text).toContain('\nAll: N = 1000, alpha = 1.58, cost = linear, data.name = teacher-student');
    expect(text).toContain('mcover run FILE --profile quick --trials 2\n');
    expect(text).toContain('| vanilla | 2 | 0.1500 |');
  });

  test('nothing says whether trials of other parameters had the same data', () => {
    const routed = series({ experiment: 'mine', method: 'mcover', params: mcover }, [0.1, 0.2]);
    const sameTask = (given: Given) => experimentsOf(given)[0].comparisons.map((one) => one.sameTask);
    expect(sameTask({ records: [...own, ...routed], descriptions: new Map() })).toEqual([false]);
    expect(sameTask(described([...own, ...routed]))).toEqual([true]);
  });
});

test('nothing that a description holds is markup on a page, or a command of a shell', async () => {
  const hostile = '<script>alert(1)</script> | [x](javascript:alert(1)) `~~~` **b** &lt;i>';
  const line = '<img src=x onerror=alert(1)> [y](javascript:alert(2))';
  const params = describeOwn('mine', 'perceptron').result;
  const published = {
    method: 'vanilla',
    metric: 'generalizationError',
    parameters: {},
    mean: 0.1,
    plusMinus: 0.1,
    standardErrors: 1,
    decimals: 2,
  };
  const description = mine({
    title: `${hostile}\n# heading`,
    note: `${hostile}\n\n~~~\n# heading`,
    command: ['run', "it's; rm -rf $HOME `id`"],
    methods: {
      vanilla: { label: line, params },
      rsa: { label: `${line} 2`, params, control: true, about: hostile },
      mcover: { label: 'third', params },
    },
    parameters: [{ path: 'alpha', symbol: line, label: line }],
    metrics: [
      { key: 'generalizationError', label: line, better: 'lower' },
      { key: 'solved', label: line, better: 'higher', flag: true },
    ],
    controls: [{ method: 'mcover', baseline: { S: 1 }, name: line, reason: hostile }],
    paper: {
      place: 1,
      reproduces: `${hostile}\n\n~~~`,
      parameters: { alpha: line },
      published: [published],
      source: line,
      reading: hostile,
    },
    theory: [
      {
        metric: 'generalizationError',
        path: 'alpha',
        source: hostile,
        curves: [{ name: line, x: [1], y: [0] }],
        thresholds: [{ name: line, x: 1.5 }],
      },
    ],
  });
  const records = [1.2, 1.5, 1.6].flatMap((alpha) => [
    ...around({ experiment: 'mine', params: { alpha } }, 0.2),
    ...around({ experiment: 'mine', method: 'rsa', params: { ...rsa, alpha } }, 0.1),
    ...around({ experiment: 'mine', method: 'mcover', params: { ...mcover, alpha } }, 0.1),
  ]);
  const text = await report(described(records, description), 'a b');
  expect(text).toContain(`\nmcover run 'it'\\''s; rm -rf $HOME \`id\`' --profile 'a b' --trials 8\n`);
  const html = readFileSync(join(out, 'index.html'), 'utf8');
  expect(html).toContain('&lt;script&gt;');
  expect(html).not.toMatch(/<script|<img src=x|href="javascript|<i>/);
  expect(html.match(/<h[1-6]/g)).toHaveLength(5);
  expect(html.match(/<(strong|em)>/g)).toEqual(text.match(/\*\*[A-Zn]/g)!.map(() => '<strong>'));
  const svg = readFileSync(join(out, 'figures/mine.svg'), 'utf8');
  expect(svg).toContain('&lt;img src=x');
  expect(svg).not.toMatch(/<script|<img/);
  expect(readFileSync(join(out, 'tables/mine.tex'), 'utf8')).toContain('$<$img src=x');
});
