/**
 * Names of programs that imitate a GPU on the processor: SwiftShader (Chromium), llvmpipe, lavapipe, softpipe and
 * swrast (Mesa), WARP and "Microsoft Basic Render Driver" (Windows), and whoever says "software" or "CPU".
 */
const imitations =
  /swiftshader|subzero|llvmpipe|lavapipe|softpipe|swrast|\bwarp\b|basic render|software|\bcpu\b|mesa offscreen/i;

/** Whether a device that calls itself this is no GPU. A device without a name is none either. */
export function isSoftware(name: string): boolean {
  return name.trim() === '' || imitations.test(name);
}
