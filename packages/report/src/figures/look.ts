/* What figures look like, for pages that draw beside them: inks, axes and the colours of a page. */

export { Notations } from '../summary/notation.ts';
export { type Axis, horizontal, vertical } from './axis.ts';
export { colours, grey, type Ink, inksOfMethods, inksOfSeries } from './palette.ts';
export { errorRange } from './range.ts';
export { inDark, surface } from './theme.ts';
export { dashes } from './theory.ts';
