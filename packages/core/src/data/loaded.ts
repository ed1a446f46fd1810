import type { ImageSplit } from './images.ts';
import type { TableSplit } from './table.ts';

/** What was read of the files that a specification names: a data set of images, or files of one's own. */
export type Loaded = ImageSplit | TableSplit;
