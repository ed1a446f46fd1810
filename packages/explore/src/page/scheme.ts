import { useEffect, useState } from 'preact/hooks';

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
