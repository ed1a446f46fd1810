import { plural, type TrialRecord } from '@mcover/record';
import { UsageError } from '../error.ts';
import { prepareFolder } from '../journal/durable.ts';
import { readJournals } from '../journal/folder.ts';
import { lockFolder } from '../journal/lock.ts';
import { holdsWeights, weightsFolder, writeWeights } from '../journal/weights.ts';
import { type AgainOptions, runAgain } from '../lanes/again.ts';
import { sinkOf } from '../lanes/lane.ts';
import { environment } from '../lanes/provenance.ts';
import type { KeptWeights } from '../lanes/worker.ts';
import { trialsAgain } from '../plan/again.ts';
import type { Pending } from '../plan/pending.ts';

/** Of which trials the weights are wanted, and where. */
export interface WeightsRequest {
  /** Experiments, or beginnings of the ids of trials; all without it. */
  only?: readonly string[];
  method?: string;
  /** The first and the last trial of each cell. */
  trials?: readonly [first: number, last: number];
  covers?: boolean;
  /** Folder of the files; `weights` beside the journals without it. */
  out?: string;
}

export interface WeightsOptions extends Omit<AgainOptions, 'weights'> {
  signal?: AbortSignal;
  onMove?(pending: Pending, share: number): void;
  onProgress?(pending: Pending): void;
}

/** What came of it. */
export interface MadeWeights {
  /** Folder of the files. */
  folder: string;
  made: number;
  /** Files that were there already. */
  there: number;
  /** Trials of which there are none: another result came out, or none. */
  faults: string[];
  stopped: boolean;
}

/**
 * Makes files of the weights of trials that are recorded, by running them again. Of a trial that does not give its
 * recorded result none is written. Prints nothing.
 *
 * @throws UsageError where there is no such record, and as `runAgain`.
 */
export async function makeWeights(
  results: string,
  request: WeightsRequest = {},
  options: WeightsOptions = {},
): Promise<MadeWeights> {
  const which = request.covers ? 'covers' : 'collapsed';
  const folder = request.out ?? weightsFolder(results);
  const records = chosen(results, request);
  prepareFolder(folder);
  const release = lockFolder(request.out ?? results);
  try {
    const trials = await trialsAgain(results, records);
    const recorded = new Map(records.map(({ id, result }) => [id, result!]));
    const pending = trials
      .filter(({ id }) => !holdsWeights(folder, id, which))
      .map((one) => ({ ...one, recorded: recorded.get(one.id)! }));
    const made = await kept(results, pending, folder, which, options);
    return { folder, there: trials.length - pending.length, ...made };
  } finally {
    release();
  }
}

async function kept(
  results: string,
  pending: readonly Pending[],
  folder: string,
  which: KeptWeights,
  options: WeightsOptions,
): Promise<Pick<MadeWeights, 'made' | 'faults' | 'stopped'>> {
  const { signal = new AbortController().signal } = options;
  const faults: string[] = [];
  const fault = ({ id }: Pending, text: string) => {
    faults.push(`trial ${id.slice(0, 12)}: ${text}`);
  };
  let made = 0;
  const sink = sinkOf({
    environment: environment(),
    signal,
    note: () => {},
    // Its records are there.
    write() {},
    keep(one, { weights = {} }) {
      if (Object.keys(weights).length === 0) fault(one, 'its model gives no weights');
      else {
        writeWeights(folder, one.spec, weights);
        made++;
      }
    },
    moved: (one, share) => options.onMove?.(one, share),
    advance: (one) => options.onProgress?.(one),
  });
  if (pending.length > 0) await runAgain(results, pending, sink, { ...options, weights: which });
  for (const { pending: one, failure } of sink.failed) fault(one, failure.message);
  return { made, faults, stopped: signal.aborted };
}

/** @throws UsageError that names what fits no record. */
function chosen(results: string, { only, method, trials }: WeightsRequest): TrialRecord[] {
  const journals = readJournals(results);
  const finished = [...journals.values()].flatMap(({ records }) => records).filter(({ result }) => result);
  if (finished.length === 0)
    throw new UsageError(`no records with a result in ${results}; name a folder such as results/quick`);
  const isMeant = (item: string) => (record: TrialRecord) =>
    record.experiment === item || (/^[0-9a-f]{6,}$/.test(item) && record.id.startsWith(item));
  const unknown = only?.find((item) => !finished.some(isMeant(item)));
  if (unknown !== undefined) {
    const known = [...journals.keys()].join(', ');
    throw new UsageError(`no experiment or trial "${unknown}" in ${results}; experiments: ${known}`);
  }
  const methods = [...new Set(finished.map(({ spec }) => spec.method))].sort();
  if (method !== undefined && !methods.includes(method))
    throw new UsageError(`no record of the method "${method}"; methods: ${methods.join(', ')}`);
  const [first, last] = trials ?? [0, Infinity];
  const fitting = finished.filter(
    (record) =>
      (only?.some((item) => isMeant(item)(record)) ?? true) &&
      (method === undefined || record.spec.method === method) &&
      record.spec.seed.trial >= first &&
      record.spec.seed.trial <= last,
  );
  if (fitting.length > 0) return fitting;
  throw new UsageError(`none of ${plural(finished.length, 'record')} in ${results} is all that is asked for`);
}
