import { afterEach, describe, expect, test, vi } from 'vitest';
import { engineOf, engineStates, fallbackNote, libraryOf } from '../dist/lanes/engines.js';

afterEach(() => vi.restoreAllMocks());

describe('engines', () => {
  test('auto takes WebAssembly where it runs', () => {
    expect(engineOf('auto').name).toBe('wasm');
    expect(engineOf('reference').name).toBe('reference');
    expect(fallbackNote()).toBeUndefined();
  });

  test('without SIMD, auto takes the plain engine and says why', () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    expect(engineOf('auto').name).toBe('reference');
    expect(fallbackNote()).toMatch(/"wasm" cannot run: .*no SIMD; "reference" takes its place/);
    expect(engineStates()[0].unavailable).toContain('no SIMD');
    expect(() => engineOf('wasm')).toThrow(/cannot run: .*no SIMD; use --engine reference/);
  });

  test('BLAS is never the choice of auto, and what lacks it is told in a message with the remedy', () => {
    const { unavailable, library } = engineStates().find(({ name }) => name === 'blas')!;
    if (unavailable === undefined) {
      expect(library).toMatch(/blas|Accelerate/i);
      expect(libraryOf(engineOf('blas'))).toBe(library);
    } else {
      expect(unavailable).toMatch(/MCOVER_BLAS|koffi/);
      expect(() => engineOf('blas')).toThrow(/"blas" cannot run: .*; use --engine wasm/);
    }
    expect(libraryOf(engineOf('auto'))).toBeUndefined();
  });

  test('an unknown one is refused with those that there are', () => {
    expect(() => engineOf('abacus')).toThrow('no engine "abacus"; known: auto, wasm, reference, blas, gpu');
  });
});
