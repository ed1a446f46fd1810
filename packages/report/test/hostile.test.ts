import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDescription, type TrialRecord } from '@mcover/record';
import { writeReport } from '@mcover/report';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { described, describeOwn } from './descriptions.ts';
import { failed, series } from './records.ts';
import { write } from './write.ts';

/** Whoever made the records, and whatever they hold, the page shows text. */

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'mcover-hostile-'));
});
afterEach(() => rmSync(out, { recursive: true }));

const script = '<img src=x onerror="alert(1)">';
/** Each gets out of one kind of quotation. */
const breaks = [
  script,
  `\`\`\`\n\n${script}`,
  `\r\r${script}\r\r</details>${script}`,
  `](javascript:alert(1)) [x](javascript:alert(1)) <javascript:alert(1)>`,
  `[a][b]\r\r[b]: javascript:alert(1)\r\r`,
  `| ${script} |\n| --- |`,
  `</title></style><script>alert(1)</script>`,
  `"><svg onload=alert(1)>`,
  `<details><summary>${script}</summary></details>`,
  `\\" + alert(1) + "`,
  `&lt;b&gt; &#60;script&#62; \u001b]0;x\u0007 \u009b2J \u202e`,
];

function attack(text: string): TrialRecord[] {
  const provenance = { engine: text, runtime: text, commit: text, platform: text };
  const own = { experiment: 'mine', params: { note: text, N: 5 }, provenance };
  return [
    ...series({ ...own, method: text }, [0.1, 0.2, 0, 0.3, 0.1]),
    ...series({ ...own, method: 'mcover' }, [0.1, 0.2, 0, 0.3, 0]),
    ...series({ ...own, method: 'rsa', data: text }, [0.1, 0, 0.3, 0]),
    failed({ ...own, trial: 9 }, text),
  ];
}

const page = 'src srcset media width height alt href class id scope role tabindex aria-label'.split(' ');

test.each(breaks)('%j stays text everywhere', async (text) => {
  const records = attack(text);
  const beside = describeOwn('mine', 'perceptron');
  // What a description may hold: its lines no control characters, its texts those that end lines.
  const line = text.replace(/[\p{Cc}\u202e]/gu, ' ');
  const lines = text.replace(/(?![\r\n])[\p{Cc}\u202e]/gu, '');
  const told = {
    ...beside,
    title: lines,
    note: lines,
    command: ['run', line],
    paper: {
      place: 1,
      reproduces: lines,
      parameters: { N: lines },
      trials: 50,
      source: line,
      reading: lines,
    },
    parameters: beside.parameters.map((notation) => ({ ...notation, symbol: line, label: line })),
    metrics: beside.metrics.map((metric) => ({ ...metric, label: line })),
    methods: { ...beside.methods, mcover: { ...beside.methods.mcover, label: line, about: lines } },
  };
  expect(parseDescription(JSON.stringify(told), 'mine').reason).toBeUndefined();
  const rejected = [{ file: text, line: 1, text, reason: text }];
  await writeReport({ ...described(records, told), rejected, out, write, profile: text });
  const html = readFileSync(join(out, 'index.html'), 'utf8');
  const main = html.slice(html.indexOf('<main>'), html.indexOf('</body>'));
  const known =
    'main h1 h2 h3 p a ul li code strong picture source img table caption thead tbody tr th td div pre details summary blockquote';
  const found = tagsOf(main);
  for (const { name } of found) expect(known.split(' ')).toContain(name);
  for (const [name, value] of found.flatMap(({ attributes }) => attributes)) {
    expect(page).toContain(name);
    if (name === 'src' || name === 'srcset' || name === 'href')
      expect(value).toMatch(/^(https?:|tables\/mine|#|data:image\/svg\+xml;base64,)/);
    // No more than letters, digits and what GitHub leaves of a heading.
    if (name === 'id') expect(value).toMatch(/^[^\s<>"'&;()]*$/);
  }
  expect(html).not.toMatch(/<script|<title>[^<]*<(?!\/title)/);
  const svg = readFileSync(join(out, 'figures', 'mine.svg'), 'utf8');
  for (const { name, attributes } of tagsOf(svg)) {
    expect([
      'svg',
      'title',
      'style',
      'g',
      'path',
      'text',
      'rect',
      'defs',
      'clipPath',
      'tspan',
      'line',
    ]).toContain(name);
    for (const [attribute] of attributes) expect(attribute).not.toMatch(/^on|href$/);
  }
  for (const file of ['index.html', 'REPORT.md']) {
    expect(readFileSync(join(out, file), 'utf8')).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
  }
});

/** Its tags with their attributes; outside of them no character is left that could begin one. */
function tagsOf(markup: string) {
  const tag = /<\/?([a-z][a-z0-9]*)((?:\s+[\w:-]+="[^"]*")*)\s*\/?>/gi;
  expect(markup.replace(tag, '')).not.toContain('<');
  return [...markup.matchAll(tag)].map(([, name, rest]) => ({
    name,
    attributes: [...rest.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value] as const),
  }));
}

test('an experiment whose id would name a file elsewhere, or be script, is refused', async () => {
  for (const experiment of ['../mine', script, 'a b', 'A', '']) {
    const records = series({ experiment }, [0.1, 0.2]);
    const report = writeReport({ ...described(records), rejected: [], out, write, profile: 'quick' });
    await expect(report).rejects.toThrow(/cannot name the files of a report/);
  }
  expect(readdirSync(out)).toEqual([]);
});

test('the page allows no script, and nothing but its own style and images', async () => {
  const records = attack('plain');
  await writeReport({ ...described(records), rejected: [], out, write, profile: 'quick' });
  const html = readFileSync(join(out, 'index.html'), 'utf8');
  const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)!;
  expect(policy).toMatch(
    /^default-src 'none'; img-src data:; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'$/,
  );
  // It comes before anything that it could forbid.
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'));
});
