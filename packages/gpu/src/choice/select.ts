import type { DeviceInfo } from '../operations/call.ts';
import { DeviceError } from '../webgpu/fault.ts';
import { type Chain, chainOf, type Member } from './chain.ts';
import { once } from './once.ts';
import type { ChoiceSetup } from './setup.ts';

/** A way to a device, "gpu.js webgl2". */
export interface Way<D extends Member> {
  readonly name: string;
  /** @throws DeviceError when there is no device this way. */
  open(): Promise<D>;
}

/** What was found on a way: a device, or why there is none, and whether it computes. */
export interface Finding {
  readonly way: string;
  readonly device: DeviceInfo | undefined;
  readonly picked: boolean;
  /** Why, for a person to read. */
  readonly reason: string;
}

export interface Selection<D extends Member> extends Pick<ChoiceSetup, 'use' | 'warn'> {
  /** Ways to GPUs. */
  readonly ways: readonly Way<D>[];
  /** The processor, and what takes its place if its threads die. */
  readonly processors: readonly (() => Promise<D>)[];
  /** Milliseconds of a piece of work that is the same for all. */
  time(device: D): Promise<number>;
}

/** Looks on every way, and puts the fastest real GPU before the processor, if it is faster than that. */
export async function select<D extends Member>({
  ways,
  processors,
  time,
  use,
  warn,
}: Selection<D>): Promise<{
  chain: Chain<D>;
  findings: Finding[];
}> {
  const looks: Look<D>[] = [];
  for (const way of ways) looks.push(await lookAt(way, use));
  // The processor that was timed is the one that a fallback finds.
  const [processor, ...others] = processors.map(once);
  const timed = use === 'auto' && looks.some(({ device }) => device);
  const limit = timed ? await time(await processor()) : Infinity;
  if (timed) for (const look of looks) await clock(look, time);

  const rivals = looks.filter(({ device, milliseconds }) => device && milliseconds < limit);
  const [best] = rivals.sort((a, b) => a.milliseconds - b.milliseconds);
  for (const look of looks) if (look !== best) await look.device?.close();
  const device = best?.device;
  const chain = chainOf([...(device ? [async () => device] : []), processor, ...others], warn);

  const findings = looks.map(({ way, info, fault, milliseconds }) => {
    const picked = way === best?.way;
    const rival = best && !picked ? best : { way: 'the processor', milliseconds: limit };
    const times = `${inTime(milliseconds)} where ${rival.way} takes ${inTime(rival.milliseconds)}`;
    return { way, device: info, picked, reason: fault ?? (timed ? times : 'the first that was found') };
  });
  if (!best) {
    const { info } = await chain.device();
    const reason = timed ? 'no GPU is faster' : 'there is no GPU';
    findings.push({ way: 'processor', device: info, picked: true, reason });
  }
  return { chain, findings };
}

/** A way that was looked at: a device, or the fault for which it is out. */
interface Look<D> {
  readonly way: string;
  readonly info: DeviceInfo | undefined;
  device: D | undefined;
  fault: string | undefined;
  milliseconds: number;
}

async function lookAt<D extends Member>({ name: way, open }: Way<D>, use: 'auto' | 'any'): Promise<Look<D>> {
  try {
    const device = await open();
    const { info } = device;
    if (use === 'any' || info.kind === 'gpu') return { way, info, device, fault: undefined, milliseconds: 0 };
    await device.close();
    const fault = 'it imitates a GPU on the processor, or hides what it is';
    return { way, info, device: undefined, fault, milliseconds: Infinity };
  } catch (error) {
    return { way, info: undefined, device: undefined, fault: faultOf(error), milliseconds: Infinity };
  }
}

/** Times a device; one that fails meanwhile is out. */
async function clock<D extends Member>(look: Look<D>, time: (device: D) => Promise<number>): Promise<void> {
  const { device } = look;
  if (!device) return;
  try {
    look.milliseconds = await time(device);
  } catch (error) {
    look.fault = faultOf(error);
    look.device = undefined;
    await device.close().catch(() => {});
  }
}

/** The cause of a device's fault; errors of another kind are thrown on. */
function faultOf(error: unknown): string {
  if (error instanceof DeviceError) return error.message;
  throw error;
}

const inTime = (milliseconds: number): string => `${milliseconds.toPrecision(3)} ms`;
