/** placeholder */
export interface Bank {
  readonly N: number;
  readonly M: number;
  readonly S: number;
  /** Destination p_s of each channel. */
  readonly destinations: Int32Array;
  /** ρ_{q,s}(a) at [(s·N + q)·M + a]. */
  readonly routes: Uint8Array;
  /** The inverses: ρ⁻¹_{q,s}(b) at [(s·N + q)·M + b]. */
  readonly inverses: Uint8Array;
}
