export * from './figures/svg.ts';
export * from './gate/index.ts';
export * from './page/write.ts';
export * from './read/results.ts';
export * from './read/traces.ts';
export * from './statistics/index.ts';
export type { Described, Descriptions } from './summary/terms.ts';
export * from './tables/markdown.ts';
export * from './tables/table.ts';
