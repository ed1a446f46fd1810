/**
 * A matrix of ±1 to multiply with real vectors. The 256 signed sums of eight entries of a vector are made once, and each row
 * takes the one that its eight signs name: an eighth of the additions.
 *
 * Sums run in a stated order: eight entries after eight, of which each eight is added pairwise,
 * ((±v₀ ± v₁) + (±v₂ ± v₃)) + ((±v₄ ± v₅) + (±v₆ ± v₇)).
 *
 * @example
 * // The rows (1, −1) and (1, 1).
 * const product = new SignProduct(Int8Array.of(1, -1, 1, 1), { rows: 2, columns: 2, toRow: 2, toColumn: 1 });
 * const sums = new Float64Array(2);
 * product.multiply(Float64Array.of(5, 3), sums);
 * sums; // [2, 8]
 */
export class SignProduct {
  readonly #rows: number;
  readonly #columns: number;
  /** Eight signs of each row, those of the first eight columns of all rows at first. */
  readonly #signs: Uint8Array;
  readonly #table = new Float64Array(256);
  readonly #halves = new Float64Array(32);

  /** @param shape sizes, and how far apart neighbouring entries of a column and of a row lie in `matrix`. */
  constructor(
    matrix: Int8Array,
    { rows, columns, toRow, toColumn }: { rows: number; columns: number; toRow: number; toColumn: number },
  ) {
    this.#rows = rows;
    this.#columns = columns;
    this.#signs = new Uint8Array(Math.ceil(columns / 8) * rows);
    let place = 0;
    for (let c = 0; c < columns; c += 8) {
      const count = Math.min(8, columns - c);
      for (let r = 0; r < rows; r++) {
        let byte = 0;
        for (let k = 0, at = r * toRow + c * toColumn; k < count; k++, at += toColumn) {
          byte |= ((matrix[at] + 1) >> 1) << k;
        }
        this.#signs[place++] = byte;
      }
    }
  }

  /** Writes the product with a vector into `sums`. Allocates nothing. */
  multiply(vector: Float64Array, sums: Float64Array): void {
    const rows = this.#rows;
    const signs = this.#signs;
    const table = this.#table;
    sums.fill(0);
    for (let c = 0, first = 0; c < this.#columns; c += 8, first += rows) {
      this.#fillTable(vector, c);
      for (let r = 0; r < rows; r++) sums[r] += table[signs[first + r]];
    }
  }

  /** The signed sums of eight entries from c on; beyond the last they are 0. */
  #fillTable(vector: Float64Array, c: number): void {
    const halves = this.#halves;
    for (let half = 0; half < 2; half++) {
      const from = c + 4 * half;
      const entry = (k: number) => (from + k < vector.length ? vector[from + k] : 0);
      const [v0, v1, v2, v3] = [entry(0), entry(1), entry(2), entry(3)];
      for (let n = 0; n < 16; n++) {
        halves[16 * half + n] =
          (n & 1 ? v0 : -v0) + (n & 2 ? v1 : -v1) + ((n & 4 ? v2 : -v2) + (n & 8 ? v3 : -v3));
      }
    }
    for (let n = 0; n < 256; n++) this.#table[n] = halves[n & 15] + halves[16 + (n >>> 4)];
  }
}
