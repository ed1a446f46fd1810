export { blasEngine, blasLibrary, blasUnavailable } from './engine.ts';
export { blasProducts } from './products.ts';
