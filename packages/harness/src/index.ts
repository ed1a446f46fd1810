export * from './cli/main.ts';
export * from './config/schema.ts';
