import { readFileSync } from 'node:fs';
import { blasLibrary } from '@mcover/blas';
import { expect, it } from 'vitest';
import { coreTypeOf } from '../dist/core-type.js';
import { describeBlas } from './here.ts';

const avx2 = ['sse2', 'avx', 'fma', 'avx2'];
const avx512 = [...avx2, 'avx512f', 'avx512dq', 'avx512cd', 'avx512bw', 'avx512vl'];

it.each([
  { flags: [], type: undefined },
  { flags: ['sse2', 'avx'], type: undefined },
  { flags: avx2, type: 'Haswell' },
  // A Knights Landing, which lacks three of them.
  { flags: [...avx2, 'avx512f', 'avx512cd'], type: 'Haswell' },
  { flags: avx512, type: 'SkylakeX' },
])('a processor with $flags runs the kernels for $type', ({ flags, type }) =>
  expect(coreTypeOf(flags)).toBe(type),
);

describeBlas('the library', () => {
  it('does not fall back to its oldest kernels where the processor runs others', () => {
    const told = process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '';
    if (/\bavx2\b/.test(told) && process.env.OPENBLAS_CORETYPE === undefined)
      expect(blasLibrary().title).not.toContain('Prescott');
  });
});
