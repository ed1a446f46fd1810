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
  /** Seconds that may pass without a byte; `patience` of them if no others are given. */
  seconds?: number | undefined;
  /** Takes lines on how it goes. */
  progress: (text: string) => void;
}

/** A server that sends nothing for so many seconds will send nothing more. */
const patience = 20;

/**
 * Asks for what is missing and appends it; a server that knows no ranges (RFC 9110, section 14) sends all, and
 * then the file begins anew. Gives the fault, if not all of it came.
 *
 * @throws the error of a connection that fails, breaks or stalls; UsageError when the disk does.
 */
export async function receive(asked: Reception): Promise<string | undefined> {
  const { seconds = patience } = asked;
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(new Error(`sent nothing for ${seconds} s`)), seconds * 1000);
  try {
    return await receiveWhile(asked, stalled.signal, () => timer.refresh());
  } finally {
    clearTimeout(timer);
  }
}

async function receiveWhile(
  { address, part, start, bytes, progress }: Reception,
  signal: AbortSignal,
  alive: () => void,
): Promise<string | undefined> {
  // The size and the digest are those of the file as it lies there: nothing may unpack it on the way.
  const headers = { 'accept-encoding': 'identity', ...(start > 0 && { range: `bytes=${start}-` }) };
  const response = await fetch(address, { headers, signal });
  alive();
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
      alive();
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
