import { InputError, type Kernel } from '@mcover/core';
import { kernelKey, twistOf } from '@mcover/core/internals';
import type { TrialSpec } from '@mcover/record';
import type { Covariate } from '@mcover/report';

/** What a report says of the kernels of trials, which their records do not hold. */
export const twist: Covariate = {
  key: 'twist',
  symbol: 'twist',
  label: 'twist of the kernel',
  about:
    'the share of walks weight – channel – weight – channel and back, along routes that the kernel draws, that end in ' +
    'another cover than they began in; 0 where covers are but copies, 1 − 1/M! for a uniform kernel; exact up to 6 ' +
    'covers, else to ± 0.01',
  parameter: 'kernel',
  write: (value) => value.toFixed(3),
  of: ({ params: { kernel, M, S, ...others } }: TrialSpec) => {
    if (typeof kernel !== 'object' || typeof M !== 'number' || M === 1) return undefined;
    // A bank of one channel has no such walk. Of block messages, which come in G blocks, S counts something else.
    return S === 1 && !('G' in others) ? 0 : known(kernel as Kernel, M);
  },
};

const found = new Map<string, number | undefined>();

/** Computed once; nothing for a kernel of one's own, whose rows the report does not know, and for more than 16 covers. */
function known(kernel: Kernel, M: number): number | undefined {
  const key = `${M} ${kernelKey(kernel)}`;
  if (!found.has(key)) found.set(key, shareOf(kernel, M));
  return found.get(key);
}

function shareOf(kernel: Kernel, M: number): number | undefined {
  try {
    // Mirror images are equal but for rounding, and ranks have to see that.
    return Number(twistOf(kernel, M).share.toFixed(12));
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
