import { InputError } from '@mcover/core';
import { perceptronOf } from '@mcover/laws';
import { perceptronBytes, wasmEngine } from '@mcover/wasm';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('memory', () => {
  it('is that of the sizes at the paper’s setting, counted by hand', () => {
    // 13 vectors of 128 patterns, 8 of 128 weights, 5 planes, 2 masks and 6 high planes, 2 bit rows, 30 contexts, sums of 2 bits.
    const perSite = 3000 * (4 + 1 + 10 + 8) + 1000 * 4;
    const patterns = 1000 * 13 * 16 + 13 * 16 + 1581 * 8 * 16;
    const contexts = 30 * (13 * 16 * (13 + 2) + 4 + 8 + 8 * 256);
    // A row of zeros, and addresses of ten rows and of it.
    const proposal = 2 * 13 * 16 + 4 * 11;
    const scratch = 2 * 13 * 16 + 4 * (2 * 1580 + 18);
    const bytes = perceptronBytes({ N: 1000, P: 1580, cost: 'linear', bank: { M: 3, S: 10 } });
    // Where patterns lie, two words of each to sort them, and how many there are of 0 to 60 wrong bits in 32 counts.
    const places = 4 * (13 * 128 + 1) + 8 * 1580 + 4 * (32 * 60 + 1);
    const readout = 2 * 8 * 16 + 4 * 1580;
    const padding = bytes - (16 + perSite + patterns + contexts + proposal + scratch + places + readout);
    expect(padding).toBeGreaterThanOrEqual(0);
    expect(padding).toBeLessThan(16 * 24);
  });

  it('is linear in the channels', () => {
    const at = (S: number) => perceptronBytes({ N: 1024, P: 1600, cost: 'linear', bank: { M: 4, S } });
    expect(at(1024) - at(512)).toBe(8 * (at(128) - at(64)));
  });

  it('is refused with its bytes where WebAssembly cannot address it', () => {
    const base = perceptronOf(20, 30);
    const bank = { ...base.bank, S: 200_000_000 };
    const bytes = perceptronBytes({ ...base, bank });
    expect(bytes).toBeGreaterThan(2 ** 32);
    expect(() => wasmEngine.annealer({ ...base, bank })).toThrow(InputError);
    expect(() => wasmEngine.annealer({ ...base, bank })).toThrow(`S: the problem takes ${bytes} bytes`);
  });

  it('is refused with its bytes where the machine does not give it', () => {
    const base = perceptronOf(20, 30);
    const annealer = wasmEngine.annealer(base);
    function refuse(): never {
      throw new RangeError('out of memory');
    }
    vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(refuse);
    expect(() => annealer.sweep(1000)).toThrow(
      /^S: the problem takes \d+ bytes of memory, more than this machine/,
    );
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(refuse);
    expect(() => wasmEngine.annealer(base)).toThrow(`takes ${perceptronBytes(base)} bytes`);
  });
});
