import { sayFinding } from '@mcover/report';
import { expect, test } from 'vitest';

test('what would decide an open comparison is said in whole batches', () => {
  const look = { n: 40, mean: 0.01, low: -0.1, high: 0.12 };
  const open = { finding: 'open', side: undefined, looks: [look], expected: 102 } as const;
  expect(sayFinding(open, 20)).toBe('open; 80 more would decide it, if they came out as these');
  expect(sayFinding({ ...open, expected: 60 }, 20)).toContain('open; 20 more');
});
