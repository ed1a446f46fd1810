import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Light or dark, as the person's system has it: what is drawn by hand asks the style for its colours. */

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Whether it is dark, now and whenever that changes. */
export function useScheme(): boolean {
  const [scheme, set] = useState(dark.matches);
  useEffect(() => {
    const changed = () => set(dark.matches);
    dark.addEventListener('change', changed);
    return () => dark.removeEventListener('change', changed);
  }, []);
  return scheme;
}

/** What a variable of the style, such as `--mcover`, is at an element. */
export const colourOf = (element: Element, variable: string): string =>
  getComputedStyle(element).getPropertyValue(variable).trim();

/** Variables of the style at an element as pixels of an image: bytes from red to opacity, the first one lowest. */
export function useColours(
  host: RefObject<Element | null>,
  variables: readonly string[],
): { readonly current: readonly number[] } {
  const dark = useScheme();
  const held = useRef<readonly number[]>([]);
  useEffect(() => {
    held.current = variables.map((variable) => pixelOf(colourOf(host.current!, variable)));
  }, [dark, ...variables]);
  return held;
}

/** A colour as the style has it, "#fff", is written by a canvas as "#ffffff". */
function pixelOf(colour: string): number {
  const context = document.createElement('canvas').getContext('2d')!;
  context.fillStyle = colour;
  const [red, green, blue] = [1, 3, 5].map((at) =>
    Number.parseInt(String(context.fillStyle).slice(at, at + 2), 16),
  );
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}
