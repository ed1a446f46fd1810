export * from './engine.ts';
export * from './error.ts';
export * from './perceptron/cost.ts';
export * from './random/draw.ts';
export * from './random/stream.ts';
export * from './random/xoshiro.ts';
export * from './routing/bank.ts';
