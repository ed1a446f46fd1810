import { hexOf, oklchOf } from './oklch.ts';
import { ink } from './palette.ts';

/** Behind figures and page. */
export const ground = '#ffffff';

/** Of a page: its paper, its text, what is said softly, lines, what is set off, and links. */
export const surface = {
  paper: ground,
  ink,
  soft: '#57606a',
  line: '#d0d7de',
  faint: '#f3f4f6',
  link: '#0060a8',
};

/** From this chroma on a colour is one of its own; below, it is on the way to grey. */
const chromatic = 0.08;

/**
 * A colour as it stands on a dark page: greys change places, black for white; others keep their hue, and what is dark
 * is lighter, in the same order.
 */
export function inDark(colour: string): string {
  const own = oklchOf(colour);
  const share = Math.min(1, own.c / chromatic);
  const l = share * (0.6 + 0.75 * (own.l - 0.4)) + (1 - share) * (0.2 + 0.85 * (1 - own.l));
  return hexOf({ ...own, l: Math.min(l, 0.95) });
}

/**
 * An SVG that is dark where its reader likes pages to be. Its colours are attributes, which a style sheet goes before.
 * Colours in another notation than `#rrggbb` stay.
 */
export function themed(svg: string): string {
  const used = new Set(
    [...svg.matchAll(/ (?:fill|stroke)="(#[0-9A-Fa-f]{3,6})"/g)].map(([, colour]) => colour),
  );
  const rules = [...used]
    .sort()
    .flatMap((colour) => ['fill', 'stroke'].map((of) => `[${of}="${colour}"]{${of}:${inDark(colour)}}`));
  const style = `<style>@media screen and (prefers-color-scheme:dark){${rules.join('')}}</style>`;
  return svg.replace(/<svg[^>]*>/, (tag) => `${tag}${style}`);
}
