import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another program, whose work is timed as if it were a function of this one. */
export interface Companion {
  /** What it said of itself after "ready". */
  readonly title: string;
  /** Has it do its work of this number so many times, and waits; gives the number that it prints then. */
  run(which: number, times: number): number;
  /** Ends it. */
  end(): void;
}

/** One thread each, as everything that is compared here; libraries read these when they are loaded. */
const oneThread = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/**
 * Starts a program that prints a line "ready …" and then answers each line "which times" by a line with a number. Lines
 * pass through named pipes, which both sides wait for without turning to an event loop: some ten microseconds.
 *
 * @throws Error when there is no such program, or it ends without being ready.
 */
export function startCompanion(program: string, args: readonly string[]): Companion {
  const folder = mkdtempSync(join(tmpdir(), 'mcover-bench-'));
  const [questions, answers] = ['questions', 'answers'].map((name) => join(folder, name));
  try {
    execFileSync('mkfifo', [questions, answers]);
    const [readQuestions, ask] = pipe(questions);
    const [listen, writeAnswers] = pipe(answers);
    const env = { ...process.env, ...oneThread };
    const child = spawn(program, args, { env, stdio: [readQuestions, writeAnswers, 'ignore'] });
    // What does not start has closed its end of the pipes, which is found out below.
    child.on('error', () => {});
    child.unref();
    for (const theirs of [readQuestions, writeAnswers]) closeSync(theirs);

    const end = () => {
      for (const ours of [ask, listen]) closeSync(ours);
    };
    const first = readLine(listen);
    if (!first.startsWith('ready ')) {
      end();
      throw new Error(`${program} did not start`);
    }
    return {
      title: first.slice('ready '.length),
      run(which, times) {
        writeSync(ask, `${which} ${times}\n`);
        const answer = readLine(listen);
        if (answer === '') throw new Error(`${program} ${args[0]} has ended in the middle of its work`);
        return Number(answer);
      },
      end,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The ends of a named pipe, to read and to write, each of which another process may hold alone. */
function pipe(path: string): [number, number] {
  // Whoever opens one end waits for the other, but not for itself.
  const both = openSync(path, 'r+');
  const ends: [number, number] = [openSync(path, 'r'), openSync(path, 'w')];
  closeSync(both);
  return ends;
}

/** A line without its end, shorter than a kilobyte; nothing when the other side is gone. */
function readLine(from: number): string {
  const bytes = Buffer.alloc(1024);
  let length = 0;
  while (length === 0 || bytes[length - 1] !== 10) {
    const read = readSync(from, bytes, length, bytes.length - length, null);
    if (read === 0) return '';
    length += read;
  }
  return bytes.toString('utf8', 0, length - 1);
}
