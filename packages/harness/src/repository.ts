import { fileURLToPath } from 'node:url';

/** Folder of the whole project: three levels above this package's built files. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');
