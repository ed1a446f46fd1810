import { createHash } from 'node:crypto';
import { Marked } from 'marked';
import { inMarkup } from '../summary/printable.ts';

/**
 * REPORT.md as one page that needs nothing else: figures are embedded as images of their own, so that the
 * names inside one SVG cannot touch another's. The page runs no script and loads nothing, and its policy says so.
 */
export function pageHtml(markdown: string, title: string, figures: ReadonlyMap<string, string>): string {
  const marked = new Marked({
    gfm: true,
    walkTokens(token) {
      const svg = token.type === 'image' && figures.get(token.href);
      if (svg) token.href = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    },
    // `false` leaves a part to the library.
    renderer: {
      html: ({ text }) => (folding.test(text) ? false : inMarkup(text)),
      link({ href, tokens }) {
        return leading.test(href) ? false : this.parser.parseInline(tokens);
      },
    },
  });
  // A wide table scrolls by itself, not the page.
  const body = marked
    .parse(markdown, { async: false })
    .replaceAll('<table>', '<div class="wide"><table>')
    .replaceAll('</table>', '</table></div>');
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
${body}</main>
</body>
</html>
`;
}

/** The only HTML that a report has, as `folded` writes it: all else that looks like it is somebody's text. */
const folding = /^(<details>\n<summary>[^<>]*<\/summary>|<\/details>)\s*$/;

/** Links lead to the files of the report and into the web. */
const leading = /^(https?:\/\/|tables\/)/;

/** Allowed are the style below, known by its digest, and images that stand in the page itself. */
function policy(): string {
  const digest = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; img-src data:; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
}

const style = `
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1f2328; font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid #d8dee4; }
a { color: #0060a8; }
p:has(> img) { overflow-x: auto; }
img { display: block; max-width: max(100%, 30rem); height: auto; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.7rem; border-bottom: 1px solid #d8dee4; white-space: nowrap; }
th { border-bottom: 2px solid #8b949e; white-space: normal; vertical-align: bottom; }
th:not([align]) { text-align: left; }
code { font: 0.88em ui-monospace, Menlo, Consolas, monospace; background: #f3f4f6; padding: 0.1em 0.3em; border-radius: 3px; overflow-wrap: anywhere; }
pre { background: #f3f4f6; padding: 0.8rem 1rem; border-radius: 6px; overflow-x: auto; }
pre code { padding: 0; background: none; overflow-wrap: normal; }
blockquote { margin: 1rem 0; padding: 0.5rem 1rem; border-left: 4px solid #d55e00; background: #fff4ec; }
summary { cursor: pointer; color: #0060a8; }
`;
