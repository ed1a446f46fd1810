import { type Appender, openAppender } from './durable.ts';

/** Most lines that are written together, and ms that one waits for others. */
const most = 64;
const longest = 50;

/** Files in whose order lines are written: no record is without its trace. */
const kinds = ['traces', 'records'] as const;

/**
 * Lines that wait to be written together: a flush of the disk takes longer than a small trial. A kill loses those that
 * wait. The first fault ends all writing.
 */
export interface Group {
  /** Takes a line for the end of a file. */
  add(kind: (typeof kinds)[number], file: string, line: string): void;
  /** Calls back as soon as all lines that were added so far are on the disk. */
  settled(done: () => void): void;
  /** Writes what waits. @throws UsageError where that, or what was written before, failed. */
  close(): void;
}

/** @param onFault is called where lines cannot be written that had waited for others: `close` will say so. */
export function openGroup(onFault: () => void): Group {
  const appenders = new Map<string, Appender>();
  const waiting = { traces: new Map<string, string[]>(), records: new Map<string, string[]>() };
  let count = 0;
  let callbacks: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let fault: { error: unknown } | undefined;

  const write = (file: string, lines: readonly string[]) => {
    const appender = appenders.get(file) ?? openAppender(file);
    appenders.set(file, appender);
    appender.append(lines);
  };
  const commit = () => {
    clearTimeout(timer);
    timer = undefined;
    if (fault) throw fault.error;
    try {
      for (const kind of kinds) {
        for (const [file, lines] of waiting[kind]) write(file, lines);
        waiting[kind].clear();
      }
    } catch (error) {
      fault = { error };
      throw error;
    }
    count = 0;
    const done = callbacks;
    callbacks = [];
    for (const call of done) call();
  };
  const commitLate = () => {
    try {
      commit();
    } catch {
      onFault();
    }
  };

  return {
    add(kind, file, line) {
      const lines = waiting[kind].get(file) ?? [];
      waiting[kind].set(file, lines);
      lines.push(line);
      timer ??= setTimeout(commitLate, longest);
      if (++count === most) commit();
    },
    settled(done) {
      if (count > 0) callbacks.push(done);
      else done();
    },
    close() {
      try {
        commit();
      } finally {
        for (const appender of appenders.values()) appender.close();
      }
    },
  };
}
