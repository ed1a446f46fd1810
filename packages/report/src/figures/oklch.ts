import { clampChroma, formatHex, modeOklch, modeRgb, useMode } from 'culori/fn';

/*
 * What is taken from culori, all of it: the build puts its code into this module (`scripts/bundle.mjs`). Hence the types
 * in full, which name it nowhere.
 */

/** Lightness from 0 to 1, chroma, hue in degrees (https://bottosson.github.io/posts/oklab/). */
export interface Oklch {
  l: number;
  c: number;
  h?: number;
}

useMode(modeRgb);
const oklch = useMode(modeOklch);

export const oklchOf = (colour: string): Oklch => oklch(colour)!;

/** As `#rrggbb`, with as much chroma as that can have. */
export const hexOf = (colour: Oklch): string =>
  formatHex(clampChroma({ mode: 'oklch', ...colour }, 'oklch'))!;
