import { engineLaws } from '@mcover/laws';
import { wasmEngine } from '@mcover/wasm';

engineLaws(wasmEngine, { models: ['annealer'] });
