export { sign, signBack, tanh, tanhBack } from './activation';
export { attract } from './attract';
export { descend } from './descend';
export { gemm, gemmNT, gemmTN } from './gemm';
export { panelsA, panelsB, tile } from './layout';
export { crossEntropy } from './loss';
export { mix, unmix } from './mix';
export { mixWeights, unmixWeights } from './mix-weights';
export { addBias, rectifyBack, sumRows } from './rows';
