import * as report from '@mcover/report';
import { expect, test } from 'vitest';
import { claimsIn, examplesOf, wrongIn } from '../../models/test/examples.ts';

test.each(examplesOf(new URL('../src/', import.meta.url)))(
  '$name does what its example says',
  async (example) => {
    expect(report).toHaveProperty(example.name);
    expect(claimsIn(example).length).toBeGreaterThan(0);
    expect(await wrongIn(example, { ...report })).toEqual([]);
  },
);
