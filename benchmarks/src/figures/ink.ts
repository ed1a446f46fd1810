/** Colours for all kinds of sight (Okabe and Ito, https://jfly.uni-koeln.de/color/), in the order of the engines. */
const colours = ['#D55E00', '#0072B2', '#009E73', '#CC79A7'];
const shapes = ['square', 'circle', 'triangle-up', 'cross'];

/** The encodings that tell subjects apart, by colour and by shape. */
export function inks(
  subjects: readonly string[],
  title: string | null = null,
): { color: object; shape: object } {
  const by = (range: string[]) => ({
    field: 'subject',
    type: 'nominal',
    scale: { domain: subjects, range: subjects.map((_, i) => range[i % range.length]) },
    legend: subjects.length > 1 ? { title, orient: 'top' } : null,
  });
  return { color: by(colours), shape: by(shapes) };
}
