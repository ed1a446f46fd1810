import path from 'node:path';
import { sha256 } from '@mcover/record';
import { expect, vi } from 'vitest';
import { commandLine } from '../dist/cli/commands.js';
import { isDiskError } from '../dist/error.js';
import { jobOf } from '../dist/job.js';
import type { Lane } from '../dist/lanes/lane.js';
import { type Answer, runTrial } from '../dist/lanes/worker.js';
import type { Pending } from '../dist/plan/pending.js';
import type { JobRequest } from '../dist/request.js';
import { execute } from '../dist/run.js';
import { type Loss, root, type State, simulatedDisk, type Trouble, writing } from './simulated-disk.ts';
import { temporary, tiny, writeExperiment } from './support.ts';

/*
 * A story of commands on a simulated disk, in which something goes wrong at each of its calls in turn. The steps begin
 * where the undisturbed ones before them have ended; one that was disturbed is done again, as a user would.
 */

/** One command: gives the ids of trials that it tells to be done, as they are, and its exit code. */
interface Step {
  name: string;
  run(told: (id: string) => void): Promise<number>;
}

const at = (...parts: string[]) => path.join(root, ...parts);

const answers = new Map<string, Promise<Answer>>();

/** A trial takes no time the second time. */
function answerOf({ spec, engine, id }: Pending): Promise<Answer> {
  const answer = answers.get(id) ?? runTrial({ spec, engine, trace: 1, weights: 'covers' });
  answers.set(id, answer);
  return answer;
}

/** Runs trials without threads. After each two of them a group of records is written. */
const here: Lane = {
  takes: () => true,
  async run(pending, sink) {
    for (const [i, one] of pending.entries()) {
      if (sink.signal.aborted) break;
      const { outcome, trace, weights } = await answerOf(one);
      sink.ended(one, outcome, { engine: 'reference', durationMs: 1 }, { trace, weights });
      if (i % 2 === 1) vi.advanceTimersByTime(50);
    }
    return [];
  },
};

async function running(name: string, request: JobRequest): Promise<Step> {
  const job = await jobOf({
    profile: 'small',
    engine: 'reference',
    workers: 1,
    trace: 1,
    saveWeights: 'covers',
    ...request,
  });
  const devices = { takesTraining: undefined, lanes: () => [here], close: async () => {} };
  return {
    name,
    async run(told) {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      try {
        const { failed } = await execute({ ...job, devices }, { onProgress: ({ id }) => told(id) });
        return failed.length;
      } finally {
        vi.useRealTimers();
      }
    },
  };
}

const command = (...args: string[]): Step => ({
  name: args[0],
  async run() {
    const before = process.exitCode;
    try {
      process.exitCode = 0;
      await commandLine().parseAsync(args, { from: 'user' });
      return Number(process.exitCode);
    } finally {
      process.exitCode = before;
    }
  },
});

/** Two shards that become one folder; a report and a reference of it, which then take in more trials. */
async function steps(): Promise<Step[]> {
  const files = [
    writeExperiment(temporary(), 'tiny.json', {
      ...{ ...tiny, methods: tiny.methods.slice(1), profiles: { small: {} } },
    }),
  ];
  const shard = (index: number) => ({ files, out: at(`shard-${index}`), shard: { index, count: 2 } });
  const results = at('all', 'results', 'small');
  const report = command('report', '--results', results, '--out', at('report'));
  const gate = ['gate', '--results', results, '--baseline', at('reference')];
  return [
    await running('the first shard', { ...shard(1), trials: 2 }),
    await running('the second shard', { ...shard(2), trials: 2 }),
    command('merge', at('shard-1'), at('shard-2'), '--out', at('all')),
    report,
    command(...gate, '--renew'),
    await running('more trials', { files, out: at('all'), trials: 3 }),
    report,
    command(...gate, '--renew'),
    command(...gate, '--markdown', at('gate.md')),
  ];
}

/** What a kill and a power cut may leave. */
const losses: Loss[] = [
  { bytes: 'kept', names: 'kept' },
  { bytes: 'half', names: 'kept' },
  { bytes: 'lost', names: 'kept' },
  { bytes: 'kept', names: 'lost' },
  { bytes: 'lost', names: 'lost' },
];

const faults = ['EIO', 'ENOSPC', 'full', 'short'] as const;

type Files = ReadonlyMap<string, string>;

/** What is of no other machine or start. */
const isLocal = (file: string) => /^(\.lock.*|turbo-key)$/.test(path.basename(file));
const isJournal = (file: string) =>
  file.startsWith(at()) && file.endsWith('.ndjson') && !file.includes('reference');

/** What stands after a step was disturbed: each file is the old or the new one, and a journal may have become a part longer. */
function checkDisturbed(files: Files, before: Files, after: Files): void {
  for (const [file, text] of before) {
    if (isLocal(file)) continue;
    const now = files.get(file);
    if (now === text || now === after.get(file)) continue;
    if (now !== undefined && isJournal(file) && now.startsWith(text)) continue;
    throw new Error(`${file} is neither the old nor the new one: ${now?.slice(-300)}`);
  }
  for (const [file, text] of files) {
    if (before.has(file) || isLocal(file) || file.endsWith('.tmp') || text === after.get(file)) continue;
    if (isJournal(file) && after.get(file)?.startsWith(text.slice(0, text.lastIndexOf('\n') + 1))) continue;
    throw new Error(`${file} is half of what it should be, or should not be: ${text.slice(-300)}`);
  }
}

/** What stands after it was done again is what stands where nothing ever happened. */
function checkDone(files: Files, after: Files): void {
  const own = [...files].filter(([file]) => !isLocal(file) && !file.endsWith('.rejected'));
  const names = [...after.keys()].filter((file) => !isLocal(file));
  expect(own.map(([file]) => file).sort()).toEqual(names.sort());
  for (const [file, text] of own)
    if (text !== after.get(file)) throw new Error(`${file} has another content`);
}

/** What was told to be done stands in a journal, and no record lacks its trace or its weights. */
function checkKept(told: readonly string[], files: Files): void {
  const kept = new Set<string>();
  for (const [file, text] of files) {
    if (!isJournal(file) || file.endsWith('.trace.ndjson')) continue;
    const trace = files.get(file.replace('.ndjson', '.trace.ndjson')) ?? '';
    for (const [, id] of text.matchAll(/^\{"id":"(\w+)".*\}\n/gm)) {
      kept.add(id);
      const weights = path.join(path.dirname(file), 'weights', `${id}.safetensors`);
      if (!files.has(weights) || !trace.includes(`"id":"${id}"`))
        throw new Error(`trial ${id} lacks what it left`);
    }
  }
  for (const id of told) if (!kept.has(id)) throw new Error(`trial ${id} was lost`);
}

/** The same for trees from which a command goes on in the same way: locks differ in a number of their own. */
const signature = (files: Files) =>
  sha256(
    [...files]
      .map(([file, text]) => (isLocal(file) ? file.slice(0, file.lastIndexOf('.')) : file + text))
      .join('\0'),
  );

export interface Count {
  /** Calls of the undisturbed story. */
  calls: number;
  /** A crash at a call and what it left. */
  crashes: number;
  faults: number;
  /** Trees that these left, from which the step was done again. */
  trees: number;
}

/** Disturbs each step at each of its calls, or at one of so many, and gives how often it did. */
export async function endure(every: number): Promise<Count> {
  vi.stubEnv('MCOVER_COMMIT', 'x');
  const said: string[] = [];
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const simulated = simulatedDisk();
  const story = await steps();
  const count: Count = { calls: 0, crashes: 0, faults: 0, trees: 0 };
  simulated.install();
  try {
    let state = simulated.state();
    for (const step of story) state = await disturbed(step, state);
  } finally {
    simulated.release();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
  return count;

  /** Disturbs a step that begins in a state. Gives the one in which it ends undisturbed. */
  async function disturbed(step: Step, state: State): Promise<State> {
    const begin = (trouble?: Trouble) => {
      simulated.begin(state, trouble);
      said.length = 0;
    };
    begin();
    const before = simulated.files();
    expect([await step.run(() => {}), simulated.open()]).toEqual([0, 0]);
    const [after, next, calls] = [simulated.files(), simulated.state(), simulated.calls()];
    const known = new Set<string>();
    const again = async () => {
      const tree = signature(simulated.files());
      if (known.has(tree)) return;
      known.add(tree);
      said.length = 0;
      expect(await step.run(() => {})).toBe(0);
      checkDone(simulated.files(), after);
    };
    const crash = async (call: number) => {
      begin({ kind: 'crash', at: call });
      const told: string[] = [];
      const end = step.run((id) => told.push(id));
      await (call > calls.length ? end : expect(end).rejects.toThrow());
      const crashed = simulated.state();
      for (const loss of losses) {
        simulated.begin(crashed);
        simulated.restart(loss);
        checkKept(told, simulated.files());
        checkDisturbed(simulated.files(), before, after);
        await again();
        count.crashes++;
      }
    };
    const fault = async (kind: (typeof faults)[number], call: number) => {
      begin({ kind, at: call });
      const end = await step.run(() => {}).catch((error: Error) => error);
      expect(simulated.open()).toBe(0);
      if (end instanceof Error) {
        if (!['UsageError', 'InputError'].includes(end.name) && !isDiskError(end)) throw end;
        expect(end.message).toContain(root);
      }
      // An answer that says what could not be read is whole, and another one.
      const isTold = typeof end === 'number' && said.join('').includes(kind);
      if (end === 0 && !isTold) checkDone(simulated.files(), after);
      simulated.restart({ bytes: 'kept', names: 'kept' });
      if (!isTold) checkDisturbed(simulated.files(), before, after);
      await again();
      count.faults++;
    };
    for (let call = 1 + (count.calls % every); call <= calls.length + 1; call += every) {
      const name = calls[call - 1] ?? 'the end';
      const kinds =
        name === 'the end'
          ? []
          : faults.filter(
              (kind) => kind === 'EIO' || (kind === 'short' ? name === 'write' : writing.includes(name)),
            );
      try {
        await crash(call);
        for (const kind of kinds) await fault(kind, call);
      } catch (error) {
        const { stack } = error as Error;
        throw new Error(`${step.name}, call ${call}, ${name}: ${stack}\nsaid: ${said.join('')}`);
      }
    }
    count.calls += calls.length;
    count.trees += known.size;
    return next;
  }
}
