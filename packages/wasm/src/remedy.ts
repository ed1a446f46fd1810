/** What 32-bit addresses reach. */
export const mostBytes = 2 ** 32;

/** What a caller can do about a problem that is too large: the parameter at fault, and what would take less. */
export interface Remedy {
  readonly path: string;
  readonly less: string;
}

/** For problems with banks. */
export const fewerChannels: Remedy = { path: 'S', less: 'fewer channels S, covers M or weights N' };

/** For multilayer perceptrons. */
export const narrowerLayers: Remedy = {
  path: 'widths',
  less: 'narrower layers, fewer covers M or smaller batches B',
};
