/** What assembly/mlp/layout.ts says of the blocks that a product is cut into. */
const blockTerms = 256;
const blockRows = 160;
const blockColumns = 1024;
const tileSingles = 5 * 8;
const singleBytes = 4;

/** A memory being laid out from its start, on lines of 64 bytes: products' working memory, then what the caller takes. */
export type MlpLedger = ReturnType<typeof mlpLedger>;

/** Working memory of products, by the names of the module's globals (assembly/mlp/layout.ts). */
export type WorkingMemory = MlpLedger['layout'];

/** @param helpers threads that compute products beside the first, each in working memory of its own. */
export function mlpLedger(helpers = 0) {
  // Address 0 is nobody's: kernels read it as "none".
  let bytes = 64;
  const take = (singles: number): number => {
    const address = bytes;
    bytes += Math.ceil((singles * singleBytes) / 64) * 64;
    return address;
  };
  const working = () => ({
    /** A block of A in panels of 5 rows, and one of B in panels of 8 columns. */
    panelsA: take(blockRows * blockTerms),
    panelsB: take(blockColumns * blockTerms),
    tile: take(tileSingles),
  });
  return {
    layout: working(),
    helpers: Array.from({ length: helpers }, working),
    /** The address of so many singles, or words. */
    take,
    /** What has been taken. */
    get bytes(): number {
      return bytes;
    },
  };
}
