import type { TopLevelSpec } from 'vega-lite';
import { inMarkup } from '../summary/printable.ts';
import { ink } from './palette.ts';
import { ground, themed } from './theme.ts';

/** Legends stand below each other. */
const layout = { top: { anchor: 'start', direction: 'vertical', margin: 4 } };

/** One look for all figures: as wide as a column, their text a little smaller than the page's. */
const config: NonNullable<TopLevelSpec['config']> = {
  background: ground,
  font: 'system-ui, Helvetica, Arial, "DejaVu Sans", sans-serif',
  padding: 6,
  view: { stroke: null },
  // A figure is told as a whole, by its title and the text beside it.
  aria: false,
  title: {
    anchor: 'start',
    fontSize: 14,
    fontWeight: 'normal',
    color: ink,
    subtitleFontSize: 13,
    subtitleColor: ink,
    offset: 8,
  },
  axis: {
    labelFontSize: 13,
    titleFontSize: 14,
    titleFontWeight: 'normal',
    labelColor: ink,
    titleColor: ink,
    gridColor: '#e8e8e8',
    domainColor: '#888888',
    tickColor: '#888888',
  },
  legend: {
    labelFontSize: 13,
    labelColor: ink,
    labelLimit: 0,
    symbolSize: 90,
    symbolOpacity: 1,
    layout,
  } as object,
  header: { labelFontSize: 14, labelColor: ink },
  text: { color: ink },
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
    return `${entitled(themed(compact(await view.toSVG())), headingOf(figure))}\n`;
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

function headingOf({ title = '', description }: TopLevelSpec): string {
  if (description !== undefined) return description;
  const text = typeof title === 'object' && 'text' in title ? title.text : title;
  return [text].flat().join(' ');
}

/** With the heading as the title of the document, which browsers and readers of the screen give. */
function entitled(svg: string, heading: string): string {
  return heading ? svg.replace(/<svg[^>]*>/, (tag) => `${tag}<title>${inMarkup(heading)}</title>`) : svg;
}

/** Hundredths of a pixel are enough, and a third of the bytes. */
function compact(svg: string): string {
  return svg.replace(/ (?:d|transform|x1|x2|y1|y2)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{3,}/g, (x) => String(Math.round(Number(x) * 100) / 100)),
  );
}
