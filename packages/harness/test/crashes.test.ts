import { expect, test } from 'vitest';
import { endure } from './crash-story.ts';

test('a crash or a fault at any call to the disk loses nothing that was kept, and leaves no half', async () => {
  const count = await endure(Number(process.env.EVERY ?? 7));
  console.log(count);
  expect(count.calls).toBeGreaterThan(500);
});
