import fs from 'node:fs';
import { writing } from './writing.ts';

/** What to ask an address for. */
export interface Reception {
  address: string;
  /** File that the bytes are written to. */
  part: string;
  /** Bytes of it that are there already, and bytes of the whole. */
  start: number;
  bytes: number;
  /** Takes lines on how it goes. */
  progress: (text: string) => void;
}

/**
 * Asks for what is missing and appends it; a server that knows no ranges (RFC 9110, section 14) sends all, and
 * then the file begins anew. Gives the fault, if not all of it came.
 *
 * @throws the error of a connection that fails or breaks; UsageError when the disk does.
 */
export async function receive({
  address,
  part,
  start,
  bytes,
  progress,
}: Reception): Promise<string | undefined> {
  // The size and the digest are those of the file as it lies there: nothing may unpack it on the way.
  const headers = { 'accept-encoding': 'identity', ...(start > 0 && { range: `bytes=${start}-` }) };
  const response = await fetch(address, { headers });
  const partial = response.status === 206;
  const refusal = refusalOf(response, start);
  if (refusal !== undefined || !response.body) {
    await response.body?.cancel();
    return refusal ?? 'sends nothing';
  }
  let size = partial ? start : 0;
  progress(`${address}: ${size > 0 ? `${size} of ` : ''}${bytes} bytes${size > 0 ? ' are there' : ''}`);
  const tell = quarters(bytes, size, progress);
  const output = writing(part, () => fs.openSync(part, partial ? 'a' : 'w'));
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      if (size + chunk.length > bytes) return `sends more than ${bytes} bytes`;
      writing(part, () => fs.writeFileSync(output, chunk));
      size += chunk.length;
      tell(size);
    }
    writing(part, () => fs.fsyncSync(output));
  } finally {
    fs.closeSync(output);
  }
  return size < bytes ? `ended after ${size} of ${bytes} bytes` : undefined;
}

/** Why an answer is of no use, if it is not. */
function refusalOf(response: Response, start: number): string | undefined {
  if (!response.ok) return `HTTP ${response.status} ${response.statusText}`.trimEnd();
  if (response.status !== 206) return undefined;
  const range = response.headers.get('content-range') ?? 'no range';
  return range.startsWith(`bytes ${start}-`) ? undefined : `sends ${range}, asked from byte ${start} on`;
}

/** Tells of a large file when a quarter, a half and three quarters are there. */
function quarters(bytes: number, start: number, progress: (text: string) => void) {
  const quarterOf = (size: number) => Math.floor((4 * size) / bytes);
  let told = quarterOf(start);
  return (size: number) => {
    const quarter = quarterOf(size);
    if (bytes < 1e6 || quarter === told || quarter === 4) return;
    told = quarter;
    progress(`  ${quarter * 25} %`);
  };
}
