/**
 * Options of a piscina whose threads import a module, by `thread.cts`, and call its default export or the named ones.
 *
 * @param module of the threads.
 */
export const starting = (module: URL, ...names: string[]) => ({
  filename: new URL('./thread.cjs', import.meta.url).href,
  workerData: { module: module.href, names },
});
