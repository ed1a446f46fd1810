/** BibTeX of the paper and of this program, as in CITATION.cff. */
export const citation = `@article{kashiwamura2026mcover,
  title   = {Improving Generalization by Permutation Routing Across Model Copies},
  author  = {Kashiwamura, Shuhei and Leleu, Timothee},
  journal = {arXiv preprint arXiv:2605.09256},
  year    = {2026},
  url     = {https://arxiv.org/abs/2605.09256}
}

@software{mcover,
  title   = {mcover},
  author  = {{The mcover authors}},
  version = {0.1.0},
  year    = {2026}
}
`;
