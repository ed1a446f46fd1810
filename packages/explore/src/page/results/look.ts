import type { ShownExperiment } from '@mcover/explore';
import { firstLook, type Look, methodsOf, numericOf, valuesOf } from './arrange.ts';

/** How a look stands in the address of the page: what it holds is `only.` and the path of the parameter. */
const words = { x: 'along', facet: 'panels', only: 'only.' } as const;

/** The look that an address asks for; what the experiment does not have is left out. */
export function readLook(experiment: ShownExperiment, query: string): Look {
  const asked = new URLSearchParams(query);
  const first = firstLook(experiment);
  const { parameters, cells } = experiment;
  const paths = parameters.map(({ path }) => path);
  const one = (word: string, known: readonly string[], usual: string) => {
    const path = asked.get(word);
    return path !== null && (path === '' || known.includes(path)) ? path : usual;
  };
  const numeric = numericOf(experiment).map(({ path }) => path);
  const x = one(words.x, numeric, first.x);
  const facet = one(words.facet, paths, first.facet);
  const held = ['method', ...paths].flatMap((path) => {
    const value = asked.get(words.only + path) ?? '';
    const known = path === 'method' ? methodsOf(cells) : valuesOf(cells, path);
    return known.includes(value) ? [[path, value] as const] : [];
  });
  return { x, facet: facet === x ? '' : facet, held: Object.fromEntries(held) };
}

/** What `readLook` reads: what is not as at first. */
export function writeLook(experiment: ShownExperiment, { x, facet, held }: Look): Record<string, string> {
  const first = firstLook(experiment);
  return {
    ...(x !== first.x && { [words.x]: x }),
    ...(facet !== first.facet && { [words.facet]: facet }),
    ...Object.fromEntries(Object.entries(held).map(([path, value]) => [words.only + path, value])),
  };
}
