/** What assembly/mlp/layout.ts says of the blocks that a product is cut into. */
const blockTerms = 256;
const blockRows = 160;
const blockColumns = 1024;
const tileSingles = 5 * 8;
const singleBytes = 4;

/** Addresses of the working memory of products, by the names of the module's globals (assembly/mlp/layout.ts). */
export interface MlpLayout {
  readonly [name: string]: number;
  /** A block of A in panels of 5 rows, and one of B in panels of 8 columns. */
  readonly panelsA: number;
  readonly panelsB: number;
  readonly tile: number;
}

/** Hands out addresses, one after the other, on lines of 64 bytes. `bytes` is what has been taken. */
export interface Ledger {
  /** The address of so many singles, or words. */
  take(singles: number): number;
  readonly bytes: number;
}

/** A memory laid out from its start: first the working memory, then what the caller takes. */
export function mlpLedger(): { layout: MlpLayout; ledger: Ledger } {
  // Address 0 is nobody's: kernels read it as "none".
  let bytes = 64;
  const ledger: Ledger = {
    take(singles) {
      const address = bytes;
      bytes += Math.ceil((singles * singleBytes) / 64) * 64;
      return address;
    },
    get bytes() {
      return bytes;
    },
  };
  const layout = {
    panelsA: ledger.take(blockRows * blockTerms),
    panelsB: ledger.take(blockColumns * blockTerms),
    tile: ledger.take(tileSingles),
  };
  return { layout, ledger };
}
