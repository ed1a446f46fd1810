export { blasAdvantage } from './advantage.ts';
export { blasEngine, blasLibrary, blasUnavailable } from './engine.ts';
export { blasProducts } from './products.ts';
