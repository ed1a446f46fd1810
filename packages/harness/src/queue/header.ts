import { areFiles, findDataSet } from '@mcover/models';
import type { Queue, Store } from '@mcover/queue';
import {
  ArithmeticSchema,
  closed,
  DigestSchema,
  type Static,
  type TrialSpec,
  Type,
  validator,
} from '@mcover/record';

/**
 * What a worker has to be to compute the trials of a queue: there is one queue for each such need, so that nobody is ever
 * handed a trial that it cannot compute to the same bits.
 */
const HeaderSchema = Type.Object(
  {
    /** Digest of the built code. */
    build: DigestSchema,
    arithmetic: Type.Optional(ArithmeticSchema),
    /** Name of a data set; which files it has, the build says. */
    data: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,40}$' })),
  },
  closed,
);

export type Header = Static<typeof HeaderSchema>;

const headers = validator<Header>(HeaderSchema, { doubt: true });

/** What the trials of a specification need. */
export function headerOf({ arithmetic, data }: TrialSpec, build: string): Header {
  const set = findDataSet(data.name)?.name;
  return { build, ...(arithmetic && { arithmetic }), ...(set !== undefined && { data: set }) };
}

/** Whether other machines can compute a trial: neither files of one's own nor the GPU of this machine are theirs. */
export function isForAll({ uses, data, arithmetic }: TrialSpec): boolean {
  return uses === undefined && !areFiles(data) && arithmetic !== 'gpu';
}

export function queueName({ build, arithmetic, data }: Header): string {
  return [build.slice(0, 12), arithmetic ?? 'exact', data ?? 'drawn'].join('-');
}

/** The queues of a server, each a job of this one that nobody takes: both kinds of server can list jobs. */
const directory = 'queues';

export async function announce(store: Store, header: Header): Promise<Queue> {
  const name = queueName(header);
  await store.queue(directory).add([{ id: name, data: header }]);
  return store.queue(name);
}

/** The queues that were announced, by name. What is there by any other name is none of this program's. */
export async function announced(store: Store): Promise<Map<string, Header>> {
  const list = store.queue(directory);
  const found = new Map<string, Header>();
  for (const { id, data } of await list.read(await list.ids('waiting'))) {
    if (headers.fits(data) && queueName(data) === id) found.set(id, data);
  }
  return found;
}

/** Forgets all queues. */
export const forget = (store: Store): Promise<void> => store.queue(directory).clear();
