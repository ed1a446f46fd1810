import { readFileSync } from 'node:fs';
import { addressOf, openStore, type Store } from '@mcover/queue';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { messageOf, UsageError } from '../error.ts';

const seen =
  'a password on the command line is seen by all users of the machine; put the address into MCOVER_QUEUE or a file';
const sources = '--queue URL, or better MCOVER_QUEUE or --queue FILE';

const what =
  'redis[s]://HOST:PORT/NUMBER, postgres://HOST:PORT/DATABASE, or a file that holds such an address';

export function addQueueOption(command: Command): Command {
  return command.addOption(new Option('--queue <address>', what).env('MCOVER_QUEUE'));
}

/** Of a command that computes here, unless it is told to leave that to the machines of a queue. */
export function queueInstead(): Option {
  const about = `have the machines of a queue compute: ${what}; without an address, that of MCOVER_QUEUE`;
  return new Option('--queue [address]', about).conflicts(ofThreads);
}

/** What is asked of the threads of this machine. */
const ofThreads = ['workers', 'trace', 'saveWeights', 'checkpoint'];

/** The name of a machine among the workers of a queue. */
export function workerName(text: string): string {
  if (/^[\w.-]{1,100}$/.test(text)) return text;
  throw new InvalidArgumentError('Allowed: letters, digits, dots, hyphens and underscores.');
}

/**
 * Opens the queue that a command names. What it says of it is without user and password.
 *
 * @throws UsageError where none is named, it cannot be used, or a password stands on the command line, which every user of
 * the machine can read.
 */
export async function openQueue(command: Command, note: (text: string) => void): Promise<Store> {
  const given = command.getOptionValue('queue') as string | true | undefined;
  const text = addressIn(given === true ? process.env.MCOVER_QUEUE : given);
  try {
    const isSeen = command.getOptionValueSource('queue') === 'cli' && text === given;
    if (addressOf(text).secret && isSeen) throw new Error(seen);
    return await openStore(text, troubleTold(note));
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** What stands on the command line of a worker elsewhere: nothing that has a password, or comes from the environment. */
export function publicAddress(command: Command): string | undefined {
  const given = command.getOptionValue('queue') as string | undefined;
  if (given === undefined || command.getOptionValueSource('queue') !== 'cli') return undefined;
  if (given.includes('://') && addressOf(given).secret) throw new UsageError(seen);
  return given;
}

/** @throws UsageError */
function addressIn(given: string | undefined): string {
  if (!given) throw new UsageError(`no queue is named: ${sources}`);
  if (given.includes('://')) return given;
  try {
    return readFileSync(given, 'utf8').trim();
  } catch (error) {
    throw new UsageError(`the file of the queue's address cannot be read: ${messageOf(error)}; ${sources}`);
  }
}

/** Tells each trouble once in half a minute: drivers try again and again. */
function troubleTold(note: (text: string) => void): (message: string) => void {
  const told = new Map<string, number>();
  return (message) => {
    const time = performance.now();
    if (time - (told.get(message) ?? -Infinity) < 30_000) return;
    told.set(message, time);
    note(`the queue: ${message}; trying again`);
  };
}
