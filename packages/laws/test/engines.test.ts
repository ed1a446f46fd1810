import { referenceEngine } from '@mcover/core';
import { engineLaws } from '@mcover/laws';
import { wasmEngine } from '@mcover/wasm';

engineLaws(referenceEngine);
engineLaws(wasmEngine);
