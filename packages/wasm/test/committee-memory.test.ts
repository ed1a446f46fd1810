import { InputError } from '@mcover/core';
import { committeeOf } from '@mcover/laws';
import { committeeBytes, wasmEngine } from '@mcover/wasm';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('memory of a committee', () => {
  it('is that of the sizes at the paper’s setting, counted by hand', () => {
    // 10 vectors of contexts a unit, 90 in all, in 12 strips of 32 singles; 512 patterns, 49 words of inputs.
    const weights = 9 * 784 * 4 * 4;
    const routing = 2 * 9 * 784 * 40;
    const patterns = 500 * 49 * 2 + 500 * 4 + 10 * 16;
    const batch = 500 * 4 + 2 * 512 * 49 * 2;
    const strips = 784 * 128 + 4 * 4 * 16 * 128 + 12 * (512 + 784) * 128;
    const bytes = committeeBytes({ N: 784, K: 9, bank: { M: 4, S: 10 }, patterns: { P: 500 } });
    const padding = bytes - (weights + routing + patterns + batch + strips);
    expect(padding).toBeGreaterThanOrEqual(0);
    expect(padding).toBeLessThan(64 * 13);
  });

  it('is refused with its bytes where WebAssembly cannot address it', () => {
    const base = committeeOf({ N: 20, K: 3, P: 30, M: 2 });
    const bank = { ...base.bank, S: 200_000_000 };
    const bytes = committeeBytes({ ...base, bank });
    expect(bytes).toBeGreaterThan(2 ** 32);
    expect(() => wasmEngine.committee({ ...base, bank })).toThrow(InputError);
    expect(() => wasmEngine.committee({ ...base, bank })).toThrow(`S: the problem takes ${bytes} bytes`);
  });

  it('is refused with its bytes where the machine does not give it', () => {
    const base = committeeOf({ N: 20, K: 3, P: 30, M: 2 });
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(function refuse(): never {
      throw new RangeError('out of memory');
    });
    expect(() => wasmEngine.committee(base)).toThrow(`takes ${committeeBytes(base)} bytes`);
  });
});
