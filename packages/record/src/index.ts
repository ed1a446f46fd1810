export * from './beside.ts';
export * from './description.ts';
export * from './journal.ts';
export * from './record.ts';
export * from './safetensors.ts';
export * from './schema.ts';
export * from './spec.ts';
export * from './words.ts';
