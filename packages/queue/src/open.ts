import { type Address, addressOf } from './address.ts';
import { storeOf } from './bullmq.ts';
import { postgresDriver } from './postgres.ts';
import { redisDriver } from './redis.ts';
import { type Store, StoreError } from './store.ts';

/** The packages that each kind of server needs, which are installed by who has a use for them. */
const needed: Readonly<Record<Address['kind'], string>> = { redis: 'bullmq ioredis', postgres: 'bullmq pg' };

/**
 * Opens the store of queues at an address.
 *
 * @param trouble takes what is wrong with the server later, while calls wait for it.
 * @throws StoreError where it cannot be reached or used, or a package is missing; no message has the password.
 */
export async function openStore(text: string, trouble: (message: string) => void = () => {}): Promise<Store> {
  const { kind, url, shown } = addressOf(text);
  try {
    const bullmq = await import('bullmq');
    const driver = kind === 'redis' ? await redisDriver(url, trouble) : await postgresDriver(url, bullmq);
    return storeOf(shown, bullmq, driver, trouble);
  } catch (error) {
    const cannot = (why: string) => new StoreError(`the queue at ${shown} cannot be used: ${why}`);
    if (error instanceof StoreError) throw cannot(error.message);
    if (isMissing(error))
      throw cannot(`a package for it is not installed; npm install ${needed[kind]}, beside mcover`);
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}
