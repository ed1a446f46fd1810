import { expect, test } from 'vitest';
import { endure } from './crash-story.ts';

test('a crash or a fault at any call loses nothing that was kept, and leaves no half', async () => {
  const count = await endure(1);
  console.log('tried:', count);
  expect(count.crashes).toBeGreaterThan(5 * count.calls);
});
