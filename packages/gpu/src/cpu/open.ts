import { openPool, type PoolSetup } from '../pool/pool.ts';
import type { Processor } from './processor.ts';
import { openThread } from './thread.ts';

/** The processor with so many threads: a pool, or this thread where it is the only one or no pool runs here. */
export async function openProcessor(setup: PoolSetup): Promise<Processor> {
  return setup.threads > 1 && hasThreadsOfNode() ? openPool(setup) : openThread();
}

function hasThreadsOfNode(): boolean {
  return (globalThis as { process?: { versions?: { node?: string } } }).process?.versions?.node !== undefined;
}
