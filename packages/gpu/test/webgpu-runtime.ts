import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, openChromium } from '../../../test/browser/chromium.mjs';

const executable = findChromium();
const reason = 'not run: no Chromium; install it (apt-get install chromium) or set MCOVER_CHROMIUM';
if (!executable) console.warn(reason);

/** Runs a suite of checks on WebGPU in headless Chromium, where SwiftShader is the GPU. */
export function describeWebGpu(suite: string, checks: object): void {
  describe.skipIf(!executable)(`${suite} on WebGPU${executable ? '' : ` (${reason})`}`, () => {
    let opened: Awaited<ReturnType<typeof openChromium>>;
    beforeAll(async () => {
      opened = await openChromium(executable ?? '', { gpu: true });
    });
    afterAll(() => opened?.close());

    it.each(Object.keys(checks))('%s', async (name) => {
      const which = JSON.stringify([suite, name]);
      const checks = '/packages/gpu/test/webgpu-checks.js';
      // As text: vitest would rewrite the import of a function.
      const wrong = await opened.page.evaluate(`import('${checks}').then(({ run }) => run(...${which}))`);
      expect(wrong).toBeUndefined();
    });
  });
}
