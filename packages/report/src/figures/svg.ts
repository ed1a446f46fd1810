import type { TopLevelSpec } from 'vega-lite';
import { inMarkup } from '../summary/printable.ts';

/** One look for all figures: readable at 600 px, white behind, so that it also stands on a dark page. */
const config: NonNullable<TopLevelSpec['config']> = {
  background: 'white',
  font: 'Helvetica, Arial, "DejaVu Sans", sans-serif',
  padding: 12,
  view: { stroke: null },
  title: { anchor: 'start', fontSize: 15, subtitleFontSize: 11.5, subtitleColor: '#555', offset: 12 },
  axis: {
    labelFontSize: 11.5,
    titleFontSize: 12.5,
    titleFontWeight: 'normal',
    gridColor: '#e8e8e8',
    domainColor: '#888',
    tickColor: '#888',
  },
  legend: { labelFontSize: 12, labelLimit: 0, symbolSize: 80, symbolOpacity: 1 },
  header: { labelFontSize: 12.5, titleFontSize: 12.5 },
};

/** Parts of vega that its types leave out. */
interface Untyped {
  textMetrics: { width(item: { fontSize?: number }, text: unknown): number };
  resetSVGDefIds(): void;
}

/** Loaded with the first figure: it would hold up every command that draws none. */
async function loadVega() {
  const { vega, compile } = await import('./vega.ts');
  const { textMetrics, resetSVGDefIds } = vega as unknown as Untyped;
  // Without a canvas vega takes a letter to be 0.8 of the font size wide, which leaves figures half empty; with
  // one, sizes would depend on the fonts of the machine. 0.58 fits the fonts above, DejaVu Sans being the widest.
  textMetrics.width = ({ fontSize = 11 }, text) => 0.58 * fontSize * String(text ?? '').length;
  return { vega, compile, resetSVGDefIds };
}

/**
 * Draws a figure as SVG text: no DOM, no canvas, the same bytes for the same specification. `drawing` is a
 * `TopLevelSpec` of vega-lite; it has no such type here, since vega-lite's do not pass a strict compiler.
 */
export async function drawSvg(drawing: object): Promise<string> {
  const { vega, compile, resetSVGDefIds } = await loadVega();
  const figure = inert(drawing as TopLevelSpec);
  const { spec } = compile(figure, { config });
  const view = new vega.View(vega.parse(spec), { renderer: 'none' });
  try {
    await view.runAsync();
    // Clip paths are numbered through all figures of a process unless told otherwise.
    resetSVGDefIds();
    return `${entitled(await view.toSVG(), headingOf(figure))}\n`;
  } finally {
    view.finalize();
  }
}

/**
 * A figure without backslashes, for which a sign that looks alike stands: vega-lite writes titles into expressions, and
 * escapes quotes there, but not what would escape them.
 */
function inert(figure: TopLevelSpec): TopLevelSpec {
  return JSON.parse(
    JSON.stringify(figure, (_, value) =>
      typeof value === 'string' ? value.replaceAll('\\', '\u2216') : value,
    ),
  );
}

function headingOf({ title = '' }: TopLevelSpec): string {
  const text = typeof title === 'object' && 'text' in title ? title.text : title;
  return [text].flat().join(' ');
}

/** With the heading as the title of the document, which browsers and readers of the screen give. */
function entitled(svg: string, heading: string): string {
  return heading ? svg.replace(/<svg[^>]*>/, (tag) => `${tag}<title>${inMarkup(heading)}</title>`) : svg;
}
