import { afterEach, describe, expect, test, vi } from 'vitest';
import { engineOf, engineStates, fallbackNote } from '../dist/run/engines.js';

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

  test('an unknown one is refused with those that there are', () => {
    expect(() => engineOf('abacus')).toThrow('no engine "abacus"; known: auto, wasm, reference, gpu');
  });
});
