import { createHash } from 'node:crypto';
import GithubSlugger from 'github-slugger';
import { Marked, type Token, type Tokens } from 'marked';
import { phone } from '../figures/caption.ts';
import { inDark, surface } from '../figures/theme.ts';
import { inMarkup } from '../summary/printable.ts';

/** Figures by their paths; those of a phone where there are. */
export interface PageFigures {
  wide: ReadonlyMap<string, string>;
  narrow: ReadonlyMap<string, string>;
}

/**
 * REPORT.md as one page that needs nothing else: figures are embedded as images of their own, so that the
 * names inside one SVG cannot touch another's. The page runs no script and loads nothing, and its policy says so.
 */
export function pageHtml(markdown: string, title: string, figures: PageFigures): string {
  const slugger = new GithubSlugger();
  const marked = new Marked({
    gfm: true,
    // `false` leaves a part to the library.
    renderer: {
      html: ({ text }) => (folding.test(text) ? false : inMarkup(text)),
      link({ href, tokens }) {
        return leading.test(href) ? false : this.parser.parseInline(tokens);
      },
      heading({ depth, tokens }) {
        const text = this.parser.parseInline(tokens, this.parser.textRenderer);
        const id = inMarkup(slugger.slug(unescaped(text)));
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      image({ href, text }) {
        const svg = figures.wide.get(href);
        return svg === undefined ? inMarkup(text) : picture(svg, figures.narrow.get(href), text);
      },
      table({ header, rows, caption }: Captioned) {
        // "σ = 3" and "5 × 5" stay in one line, however narrow its column is.
        const inline = ({ tokens }: Tokens.TableCell) =>
          this.parser.parseInline(tokens).replace(/ ([=×]) /g, '\u00a0$1\u00a0');
        const side = ({ align }: Tokens.TableCell) => (align === 'right' ? ' class="right"' : '');
        const name = caption?.text;
        // A wide table scrolls by itself, not the page, and by keys as well.
        return [
          `<div class="wide" role="group" tabindex="0"${name ? ` aria-label="${inMarkup(unescaped(name))}"` : ''}><table>`,
          ...(caption ? [`<caption>${this.parser.parseInline(caption.tokens)}</caption>`] : []),
          `<thead><tr>${header.map((cell) => `<th scope="col"${side(cell)}>${inline(cell)}</th>`).join('')}</tr></thead>`,
          '<tbody>',
          ...rows.map(([first, ...others]) => {
            const cells = others.map((cell) => `<td${side(cell)}>${inline(cell)}</td>`);
            return `<tr><th scope="row"${side(first)}>${inline(first)}</th>${cells.join('')}</tr>`;
          }),
          '</tbody></table></div>\n',
        ].join('\n');
      },
    },
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${inMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${marked.parser(withCaptions(marked.lexer(markdown)))}</main>
</body>
</html>
`;
}

/** A table with the paragraph that named it. */
type Captioned = Tokens.Table & { caption?: Tokens.Paragraph };

/** Takes each paragraph "Table: …" to the table that it stands before. */
function withCaptions(tokens: readonly Token[]): Token[] {
  const solid = tokens.filter(({ type }) => type !== 'space');
  return solid.flatMap((token, i): Token[] => {
    if (isCaption(token) && solid[i + 1]?.type === 'table') return [];
    const before = solid[i - 1];
    return token.type === 'table' && before && isCaption(before)
      ? [{ ...token, caption: unnamed(before as Tokens.Paragraph) }]
      : [token];
  });
}

const mark = 'Table: ';
const isCaption = ({ type, raw }: Token) => type === 'paragraph' && raw.startsWith(mark);

/** Without the mark that begins it. */
function unnamed({ tokens: [first, ...rest], text, ...token }: Tokens.Paragraph): Tokens.Paragraph {
  const begin = {
    ...first,
    raw: first.raw.slice(mark.length),
    text: (first as Tokens.Text).text.slice(mark.length),
  };
  return { ...token, text: text.slice(mark.length), tokens: [begin as Token, ...rest] };
}

/** A text of markdown without its backslashes, and one of HTML without its entities. */
function unescaped(text: string): string {
  return text
    .replace(/\\([\\|*_`<>&(])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** A figure as it is drawn for a column, or for a phone. */
function picture(svg: string, narrow: string | undefined, text: string): string {
  const [, width, height] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  const size = width ? ` width="${Math.round(Number(width))}" height="${Math.round(Number(height))}"` : '';
  const image = `<img src="${dataOf(svg)}" alt="${inMarkup(unescaped(text))}"${size}>`;
  if (narrow === undefined) return image;
  return `<picture><source media="screen and (max-width: ${phone + 138}px)" srcset="${dataOf(narrow)}">${image}</picture>`;
}

function dataOf(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** The only HTML that a report has, as `folded` writes it: all else that looks like it is somebody's text. */
const folding = /^(<details>\n<summary>[^<>]*<\/summary>|<\/details>)\s*$/;

/** Links lead to the files of the report, its headings, and into the web. */
const leading = /^(https?:\/\/|tables\/|#)/;

/** Allowed are the style below, known by its digest, and images that stand in the page itself, with styles of their own. */
function policy(): string {
  const digest = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; img-src data:; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
}

const variables = (of: (colour: string) => string) =>
  Object.entries(surface)
    .map(([name, colour]) => `--${name}: ${of(colour)};`)
    .join(' ');

const style = `
:root { color-scheme: light dark; ${variables((colour) => colour)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(inDark)} } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; break-after: avoid; scroll-margin-top: 1rem; }
h2 { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
a { color: var(--link); }
p:has(img) { overflow-x: auto; margin-bottom: 0.3rem; break-inside: avoid; break-after: avoid; }
p:has(img) + p { color: var(--soft); font-size: 0.9rem; margin-top: 0; }
img { display: block; max-width: 100%; height: auto; }
.wide { overflow-x: auto; margin: 1rem 0; background: linear-gradient(to right, var(--paper) 2rem, transparent) local, linear-gradient(to left, var(--paper) 2rem, transparent) right local, linear-gradient(to right, var(--soft), transparent) 0 0 / 0.5rem 100% scroll, linear-gradient(to left, var(--soft), transparent) 100% 0 / 0.5rem 100% scroll; background-repeat: no-repeat; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.3rem; max-width: min(44rem, 100vw - 2rem); }
th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.right { text-align: right; }
td.right { white-space: nowrap; }
thead th { border-bottom: 2px solid var(--soft); vertical-align: bottom; }
tbody th { font-weight: normal; }
code { font: 0.88em ui-monospace, Menlo, Consolas, monospace; background: var(--faint); padding: 0.1em 0.3em; border-radius: 3px; }
pre { background: var(--faint); padding: 0.8rem 1rem; border-radius: 6px; white-space: pre-wrap; }
pre code { padding: 0; background: none; }
blockquote { margin: 1rem 0; padding: 0.5rem 1rem; border-left: 4px solid #d55e00; background: var(--faint); }
details { margin: 0.6rem 0; }
summary { cursor: pointer; color: var(--link); padding: 0.2rem 0; }
@media print {
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .wide { overflow: visible; background: none; }
  table { font-size: 7pt; break-inside: auto; }
  th, td { padding: 0.1rem 0.3rem; }
  tr, pre { break-inside: avoid; }
  h2 + p, caption, thead { break-after: avoid; }
  caption { max-width: none; }
  summary { list-style: none; color: inherit; break-after: avoid; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
}
`;
