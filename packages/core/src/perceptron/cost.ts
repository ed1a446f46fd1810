/** Cost ℓ(Δ) of a margin: `linear` is max(0, −Δ), `count` is [Δ < 0]. */
export type Cost = 'linear' | 'count';
