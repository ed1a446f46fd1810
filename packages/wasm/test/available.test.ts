import { perceptronOf } from '@mcover/laws';
import { wasmEngine, wasmUnavailable } from '@mcover/wasm';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a runtime', () => {
  it('with WebAssembly SIMD runs the engine', () => {
    expect(wasmUnavailable()).toBeUndefined();
  });

  it('without SIMD says so, and the engine names the one to use', () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    expect(wasmUnavailable()).toContain('no SIMD');
    expect(() => wasmEngine.annealer(perceptronOf(3, 4))).toThrow('use the reference engine');
  });

  it('without WebAssembly says so', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(wasmUnavailable()).toContain('no WebAssembly');
  });
});
