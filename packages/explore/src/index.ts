import { fileURLToPath } from 'node:url';

export * from './results.ts';

/** Folder of the built page: `index.html`, its scripts and its style. Any web server may serve it, under any path. */
export const pageFolder = fileURLToPath(new URL('./page', import.meta.url));

/**
 * The Content-Security-Policy of the page: its own files alone, no text that runs as script, WebAssembly allowed. The page
 * says it itself, for hosts that send no headers.
 */
export const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
