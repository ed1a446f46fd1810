export { descend } from './descend';
export { gemm, gemmNT, gemmTN } from './gemm';
export { panelsA, panelsB, tile } from './layout';
export { crossEntropy } from './loss';
export { mix, mixWeights, unmix, unmixWeights } from './mix';
export { addBias, rectifyBack, sumRows } from './rows';
export { sumTile } from './tile';
