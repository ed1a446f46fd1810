import { codeOf, messageOf, UsageError } from '../error.ts';

/** What brings the package that computes on a GPU. Most users have no use for it, and it is large. */
export const gpuRemedy = 'npm install @mcover/gpu';

/** The lanes of devices, or nothing where their package is not installed. */
export async function findGpuLanes(): Promise<typeof import('./devices.ts') | undefined> {
  try {
    return await import('./devices.ts');
  } catch (error) {
    if (codeOf(error) === 'ERR_MODULE_NOT_FOUND' && /'@mcover\/gpu'/.test(messageOf(error))) return undefined;
    throw error;
  }
}

/** @throws UsageError where the package is not installed. */
export async function gpuLanes(): Promise<typeof import('./devices.ts')> {
  const found = await findGpuLanes();
  if (found) return found;
  throw new UsageError(`the package @mcover/gpu is not installed; ${gpuRemedy}, beside mcover`);
}
