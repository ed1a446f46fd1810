import { pathsOf } from '../summary/dimension.ts';
import { gather } from '../summary/gather.ts';
import type { Cell } from './cell.ts';

type Named = Pick<Cell, 'experiment' | 'key' | 'group' | 'terms'>;

/** What each cell is called within its experiment: its method, and the parameters that tell it apart. */
export function labelsOf(cells: readonly Named[]): Map<string, string> {
  const labels = new Map<string, string>();
  for (const own of gather(cells, ({ experiment }) => experiment).values()) {
    for (const alike of gather(own, ({ group }) => group.name).values()) {
      const telling = varying(alike);
      for (const { key, group, terms } of alike) {
        const parts = telling
          .filter((path) => path in group.parameters)
          .map((path) => terms.notations.write(path, group.parameters[path]));
        labels.set(key, [group.name, ...parts].join(', '));
      }
    }
  }
  return labels;
}

/** The parameters in which some cells differ. Where the data do, their name says enough. */
function varying(cells: readonly Named[]): string[] {
  const { notations } = cells[0].terms;
  const parameters = cells.map(({ group }) => group.parameters);
  const paths = pathsOf(
    cells.map(({ group }) => group),
    notations,
  );
  const differ = paths.filter((path) => parameters.some((own) => own[path] !== parameters[0][path]));
  const named = differ.includes('data.name');
  return differ.filter((path) => path === 'data.name' || !(named && path.startsWith('data.')));
}
