import { Piscina } from 'piscina';
import { messageOf, UsageError } from '../../error.ts';
import { starting } from '../../lanes/starting.ts';
import { fault } from './open.ts';
import type { ParquetFile } from './parquet.ts';
import type { FileRows } from './rows.ts';

/** Most seconds for a file: many times what a whole one takes. */
const secondsFor = (bytes: number) => 30 + Math.ceil(bytes / 1e6);

/**
 * `parquetRows` in a thread of its own, which can be ended: a byte that is damaged may let the decoder count for ever.
 *
 * @throws UsageError as `parquetRows`, and where it takes longer than `seconds`.
 */
export async function parquetInThread(
  file: ParquetFile,
  seconds = secondsFor(file.bytes.length),
): Promise<FileRows> {
  const pool = new Piscina<ParquetFile, FileRows>({
    ...starting(new URL('./parquet.js', import.meta.url), 'parquetRows'),
    maxThreads: 1,
  });
  try {
    return await pool.run(file, { name: 'parquetRows', signal: AbortSignal.timeout(seconds * 1000) });
  } catch (error) {
    const { name } = error as Error;
    if (name === 'AbortError')
      throw fault(file.name, `is not read within ${seconds} s; it may be damaged: write it again`);
    // An error of this program has lost its class on the way.
    throw name === 'Error' ? new UsageError(messageOf(error)) : error;
  } finally {
    await pool.destroy();
  }
}
