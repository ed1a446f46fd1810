/**
 * Names of programs that imitate a GPU on the processor: SwiftShader (Chromium), llvmpipe, lavapipe, softpipe and
 * swrast (Mesa), WARP and "Microsoft Basic Render Driver" (Windows), and whoever says "software" or "CPU".
 */
const imitations =
  /swiftshader|subzero|llvmpipe|lavapipe|softpipe|swrast|\bwarp\b|basic render|software|\bcpu\b|mesa offscreen/i;

/**
 * Names that hide what computes, which may well be one of the above: none at all, and that of headless-gl
 * (https://github.com/stackgl/headless-gl), which calls every device ANGLE.
 */
const hiding = /^\s*(ANGLE)?\s*$/;

/** Whether a device that calls itself this is no GPU, or does not say that it is one. */
export function isSoftware(name: string): boolean {
  return hiding.test(name) || imitations.test(name);
}
