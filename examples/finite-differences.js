// A learning rule that knows no derivative: descent by central differences of the routed loss, with `mcover run
// examples/finite-differences.json`. Each of the M·N weight copies takes two losses a step.
import { finiteDifferenceRule } from '@mcover/core/internals';
import { Type } from '@mcover/models';

export const rule = {
  kind: 'finite-differences',
  params: {
    step: Type.Number({
      exclusiveMinimum: 0,
      default: 0.001,
      symbol: 'h',
      label: 'step h of the differences',
      logarithmic: true,
    }),
  },
  of: ({ step }) => ({ descend: () => finiteDifferenceRule(step) }),
};
