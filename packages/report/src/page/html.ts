import { marked } from 'marked';

/**
 * REPORT.md as one page that needs nothing else: figures are embedded as images of their own, so that the
 * names inside one SVG cannot touch another's.
 */
export function pageHtml(markdown: string, title: string, figures: ReadonlyMap<string, string>): string {
  let body = marked.parse(markdown, { async: false, gfm: true });
  for (const [path, svg] of figures) {
    const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    body = body.replaceAll(`src="${path}"`, `src="${image}"`);
  }
  // A wide table scrolls by itself, not the page.
  body = body.replaceAll('<table>', '<div class="wide"><table>').replaceAll('</table>', '</table></div>');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}</main>
</body>
</html>
`;
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
