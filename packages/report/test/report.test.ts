import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { reseal } from '@mcover/record';
import { bcaInterval, mean, writeReport } from '@mcover/report';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { described } from './descriptions.ts';
import { failed, fig2a, fig3, finished, mcover, rsa, series, table3 } from './records.ts';
import { write } from './write.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'mcover-report-'));
});
afterEach(() => rmSync(out, { recursive: true }));

type Options = Parameters<typeof writeReport>[0];

/** What `described` takes, as a report's options. */
function options(...of: Parameters<typeof described>): Options {
  return { ...described(...of), rejected: [], out, write, profile: 'quick' };
}

async function report(records: Options['records'], rejected: Options['rejected'] = []): Promise<string> {
  await writeReport({ ...options(records), rejected });
  return readFileSync(join(out, 'REPORT.md'), 'utf8');
}

test('writes what it says it writes, and leaves nothing half-done behind', async () => {
  const written = await writeReport(options(table3));
  expect(written.map((path) => relative(out, path)).sort()).toEqual([
    'REPORT.md',
    'figures/table3-perceptron.svg',
    'index.html',
    'tables/table3-perceptron-comparisons.csv',
    'tables/table3-perceptron-comparisons.tex',
    'tables/table3-perceptron.csv',
    'tables/table3-perceptron.tex',
  ]);
  for (const path of written) expect(existsSync(path)).toBe(true);
  expect(readdirSync(out).sort()).toEqual(['REPORT.md', 'figures', 'index.html', 'tables']);
});

test('the same records in any order give the same bytes', async () => {
  const read = async (records: Options['records']) => {
    const paths = await writeReport(options(records));
    return paths.map((path) => readFileSync(path, 'utf8'));
  };
  const shuffled = [...table3, ...fig2a].sort((a, b) => (a.id < b.id ? -1 : 1));
  const first = await read([...fig2a, ...table3]);
  expect(JSON.stringify(await read(shuffled)) === JSON.stringify(first)).toBe(true);
});

describe('REPORT.md', () => {
  test('says how the numbers were made', async () => {
    const elsewhere = { engine: 'wasm', commit: 'fedcba9' };
    const text = await report([...table3, finished({ trial: 8, provenance: elsewhere }, 0.2)]);
    expect(text).toContain('# mcover report: profile `quick`');
    expect(text).toContain('- 25 finished trials\n');
    expect(text).toContain('- compute time 37.5 s in all');
    expect(text).toContain('- engine: `reference` (24 trials), `wasm` (1 trial)');
    expect(text).toContain('- commit: `0123abc` (24 trials), `fedcba9` (1 trial)');
    expect(text).toContain('- runtime: `node 20.20.2`\n');
    expect(text).toContain('- platform: `linux x64, Some CPU`\n');
  });

  test('counts a trial once that several experiments share, by its result where one of them failed', async () => {
    const shared = { method: 'vanilla', trial: 0 };
    const text = await report([
      ...table3,
      reseal(table3[0], 'fig2a-load'),
      failed({ ...shared, experiment: 'fig2b-load' }),
    ]);
    expect(text).toContain('- 24 finished trials\n');
    expect(text).toContain('- compute time 36.0 s in all');
  });

  test('names the root seeds, the command of each, and what is pooled', async () => {
    const text = await report([...table3, ...series({ root: 12 }, [0.2, 0.21]), finished({ root: 7 }, 0.2)]);
    expect(text).toContain('- root seeds: `1` (24 trials), `7` (1 trial), `12` (2 trials)\n');
    const command = 'mcover repro --only table3-perceptron --profile quick';
    expect(text).toContain(
      `\`\`\`sh\n${command} --trials 8\n${command} --seed 7 --trials 1\n${command} --seed 12 --trials 2\n\`\`\``,
    );
    expect(text).toContain('\n\nTrials of the root seeds 1, 7 and 12 are pooled.\n\n');
  });

  test('calls nothing pooled where no group has several root seeds', async () => {
    const apart = [...series({}, [0.2, 0.2]), ...series({ method: 'rsa', params: rsa, root: 7 }, [0, 0])];
    expect(await report(apart)).not.toContain('pooled');
  });

  test('one trial a method is not compared, and the report says so', async () => {
    const [alone, also] = [finished({}, 0.2), finished({ method: 'rsa', params: rsa }, 0.1)];
    const text = await report([alone, also]);
    expect(text).toContain('\nOne trial a method cannot be compared');
    expect(await report([alone])).not.toContain('compared');
    const two = series({ method: 'mcover', params: mcover }, [0, 0.1]);
    const more = await report([...series({}, [0.2, 0.21]), also, ...two]);
    expect(more).toContain('Groups of one trial are left out');
    expect(await report(table3)).not.toMatch(/left out|cannot be compared/);
  });

  test('says why a few trials have no BCa interval', async () => {
    const text = await report(series({}, [0.2, 0.21, 0.22, 0.23]));
    expect(text).toContain('Fewer than 5 trials have no BCa interval (–)');
    expect(text).toContain('| vanilla SA | 4 | 0.2150 | – | 0.2150 |');
    expect(await report(table3)).not.toContain('no BCa interval');
  });

  test('holds what the statistics computed, beside the published value, with the command', async () => {
    const text = await report(table3);
    const errors = [0, 0, 0.151, 0, 0.148, 0, 0.157, 0.162];
    const { low, high } = bcaInterval(errors)!;
    expect(text).toContain(
      `| RSA | 8 | ${mean(errors).toFixed(4)} | [${low.toFixed(4)}, ${high.toFixed(4)}] |`,
    );
    expect(text).toContain('| 4/8 [0.22, 0.78] | 0.0539 ± 0.0329 | +0.0233 (+0.7) |');
    expect(text).toContain('mcover repro --only table3-perceptron --profile quick --trials 8\n');
    expect(text).toContain('The perceptron column of Table 3.');
    expect(text).toContain('RSA: 0.0772, 4 of 8 solved. M-cover: 0.0380, 6 of 8 solved.]');
    expect(text).toContain('](figures/table3-perceptron.svg)');
  });

  test('says which differences are significant, and which are not', async () => {
    // scipy: paired mean difference −.121625, t interval [−.1893, −.0539]; 3 · 2/2⁸ = .023.
    const text = await report(table3);
    expect(text).toMatch(
      /- The mean of RSA is lower than that of vanilla SA by 0\.1216 \[0\.0539, 0\.1893\] \(p = 0\.023, 8 trials each\)\./,
    );
    expect(text).toMatch(
      /- The mean of M-cover is lower than that of RSA by 0\.0393 .* \(\*\*not significant\*\*, p = 0\.\d+, 8 trials each\)\./,
    );
  });

  test('says how the setting departs from the paper', async () => {
    const schedule = { from: 0.4, to: 0.01, step: 0.001 };
    const text = await report(series({ params: { N: 500, schedule } }, [0.2, 0.21]));
    expect(text).toContain(
      "**Not the paper's setting:** N = 500 (paper: 1000); T step = 0.001 (paper: 0.0001); 2 trials (paper: 20).",
    );
    expect(text).toContain('\nAll: model = perceptron, data = teacher-student, N = 500, α = 1.58');
    const sampled = { ...mcover, S: 3 };
    expect(await report(series({ method: 'mcover', params: sampled }, [0, 0.15]))).toMatch(
      /\| 0\.0420 ± 0\.0319 \|.*\*\*Not the paper's setting:\*\* S = 3 \(paper: 10\); 2 trials/s,
    );
    const same = await report(series({}, Array(20).fill(0.2)));
    expect(same).toContain("This is the paper's setting");
  });

  test('shows failures and damaged lines', async () => {
    const text = await report(
      [
        ...table3,
        failed({ trial: 9 }, 'ran | out of <memory>'),
        failed({ trial: 10 }, 'ran | out of <memory>'),
      ],
      [{ file: 'results/quick/a.ndjson', line: 3, text: '{', reason: 'not JSON' }],
    );
    expect(text).toContain('- 24 finished trials, **2 failed**');
    expect(text).toContain('| vanilla SA | 8 (2 failed) |');
    expect(text).toContain('**2 failed trials are** not in these numbers');
    expect(text).toContain('- 2 × `crash`: `ran | out of <memory>`');
    expect(text).toContain('**1 damaged line** of the journals');
    expect(text).toContain('`results/quick/a.ndjson:3`: `not JSON`');
  });

  test('says so where trials are too few for any difference to be significant', async () => {
    const few = [
      ...series({}, [0.2, 0.21, 0.22]),
      ...series({ method: 'mcover', params: mcover }, [0.1, 0.11, 0.12]),
    ];
    expect(await report(few)).toContain('**Too few trials**: the smallest p that these can give is 0.25');
    expect(await report(table3)).not.toContain('Too few trials');
  });

  test('counts many comparisons in a sentence, and keeps the rest of a long list to the file', async () => {
    const text = await report(fig3);
    // Three panels of five widths, M = 3 and 5 against M = 1, or against each other: 45 pairs are too many.
    expect(text).toContain('Of 30 comparisons, A has the significantly lower mean in');
    expect(text).toContain(
      '<summary>30 comparisons, the 24 of smallest p; all are in the CSV file</summary>',
    );
    expect(text).toContain('<summary>All numbers of 31 groups</summary>');
    const csv = readFileSync(join(out, 'tables/fig3-kernel-comparisons.csv'), 'utf8');
    expect(csv.trim().split('\n')).toHaveLength(31);
  });

  test('equal means, single trials and none at all', async () => {
    const equal = [
      ...series({ experiment: 'mine' }, [0, 0]),
      ...series({ experiment: 'mine', method: 'rsa', params: rsa }, [0, 0]),
    ];
    const text = await report(equal);
    expect(text).toContain('The means of RSA and vanilla SA are equal');
    expect(text).toContain('mcover run mine.json --profile quick --trials 2\n');
    expect(text).not.toContain("the paper's setting");
    expect(await report([failed({})])).toContain('No trial of this experiment finished.');
    expect(await report([])).toContain('There are no trials yet.');
  });

  test('generated data are called so at the top', async () => {
    const [record] = series({}, [0.1]);
    const data = { name: 'made-up', insteadOf: 'missing' } as object as typeof record.spec.data;
    expect(await report([{ ...record, spec: { ...record.spec, data } }])).toContain(
      '> **SYNTHETIC data**: where a title says so',
    );
    expect(await report(table3)).not.toContain('SYNTHETIC');
  });
});

test('index.html stands by itself: figures inside, nothing loaded', async () => {
  await report([...table3, ...fig3]);
  const html = readFileSync(join(out, 'index.html'), 'utf8');
  const svg = readFileSync(join(out, 'figures/fig3-kernel.svg'));
  expect(html).toContain(`src="data:image/svg+xml;base64,${svg.toString('base64')}"`);
  expect(html).not.toMatch(/<img[^>]*src="(?!data:)/);
  expect(html).not.toMatch(/<(script|link)/);
  expect(html).toContain('<meta name="viewport"');
  // Claims; and of each experiment its numbers and comparisons.
  expect(html.match(/<table>/g)).toHaveLength(5);
  expect(html.match(/<caption>/g)).toHaveLength(5);
  expect(html).toContain('<th scope="row">RSA</th>');
});
