export { readMargins } from './collapsed';
export { energy } from './energy';
export * from './layout';
export { start } from './margins';
export { sweep } from './sweep';
export { tabulate } from './thresholds';
