export * from './committee.ts';
export * from './data.ts';
export * from './journal.ts';
export * from './kernel.ts';
export * from './perceptron.ts';
export * from './record.ts';
export * from './schema.ts';
export * from './spec.ts';
