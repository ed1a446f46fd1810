import { expect, test } from 'vitest';
import { endure } from './crash-story.ts';

// All calls: crashes.slow.ts.
test('a crash or a fault at each eleventh call loses nothing that was kept, and leaves no half', async () => {
  const count = await endure(11);
  console.log('tried:', count);
  expect(count.crashes).toBeGreaterThan(300);
});
