import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { sha256 } from '@mcover/record';
import { disk } from '@mcover/report/disk';
import { codeOf } from '../error.ts';

/** A process, named so that another one can tell whether it still runs. No clock takes part, which could jump. */
export interface Holder {
  host: string;
  pid: number;
  /** Tells machines and containers apart that have one name. */
  machine: string;
  /** Changes when the machine starts anew; empty where the system does not tell. */
  boot: string;
  /** When the process started, counted from the start of the machine: a number that is free may be given again. */
  started: string;
  /** The job of Slurm that it is a part of, if it is. */
  slurm?: SlurmJob;
  /** Tells two locks of one process apart. */
  nonce: string;
}

/** A job of Slurm, or one task of an array of them. */
export interface SlurmJob {
  cluster: string;
  job: string;
  /** Empty where the job is no array. */
  task: string;
  /** How many times it was put into the queue again. */
  restart: number;
}

/** This process. */
export function thisProcess(env: NodeJS.ProcessEnv = process.env): Holder {
  const slurm = slurmJob(env);
  return {
    host: os.hostname(),
    pid: process.pid,
    machine: machine(),
    boot: boot(),
    started: startOf(process.pid),
    ...(slurm && { slurm }),
    nonce: randomUUID(),
  };
}

/**
 * Slurm gives the tasks of an array numbers of their own, which are equal after a restart as well; the number of the
 * array says more to whoever reads it.
 */
function slurmJob(env: NodeJS.ProcessEnv): SlurmJob | undefined {
  const job = env.SLURM_ARRAY_JOB_ID || env.SLURM_JOB_ID;
  if (!job) return undefined;
  const restart = Number(env.SLURM_RESTART_COUNT || 0);
  return { cluster: env.SLURM_CLUSTER_NAME ?? '', job, task: env.SLURM_ARRAY_TASK_ID ?? '', restart };
}

/**
 * Whether a process has certainly ended. Of another machine or container nothing is certain, but that Slurm starts a
 * job anew only after it has ended it, or lost its node.
 */
export function hasEnded(holder: Holder, own: Holder = thisProcess()): boolean {
  if (isEarlierStart(holder.slurm, own.slurm)) return true;
  if (holder.host !== os.hostname() || holder.machine !== machine()) return false;
  if (holder.boot !== boot()) return true;
  return !isRunning(holder.pid) || holder.started !== startOf(holder.pid);
}

function isEarlierStart(one: SlurmJob | undefined, own: SlurmJob | undefined): boolean {
  if (!one || !own) return false;
  const same = one.cluster === own.cluster && one.job === own.job && one.task === own.task;
  return same && one.restart < own.restart;
}

/** Whether there is a process of this number, on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and another user's.
    return codeOf(error) !== 'ESRCH';
  }
}

const machine = () => [told('/etc/machine-id'), namespace()].join(' ');
/** Eight characters that tell this machine or container apart. */
export const machineTag = () => sha256(`${os.hostname()} ${machine()}`).slice(0, 8);

const boot = () => told('/proc/sys/kernel/random/boot_id');

/** Numbers of processes mean something within one namespace only. */
function namespace(): string {
  try {
    return disk.readlink('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** Field 22 of Linux's /proc/PID/stat; the name before it, in brackets, may hold anything. */
function startOf(pid: number): string {
  const text = told(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** The text of a file of the system; none where there is no such file. */
function told(file: string): string {
  try {
    return disk.readFile(file).toString().trim();
  } catch {
    return '';
  }
}
