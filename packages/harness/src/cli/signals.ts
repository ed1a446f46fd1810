/** Conventional exit codes of a command that a signal ended: 128 + its number. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;

type Name = keyof typeof codes;

/** The first signal asks for an orderly end; a second one ends at once. */
export interface Interruption {
  signal: AbortSignal;
  /** Exit code of the signal that came, if one came. */
  code(): number | undefined;
  /** Gives the signals back. */
  release(): void;
}

export function onInterruption(): Interruption {
  const controller = new AbortController();
  let code: number | undefined;
  // The listener stays until the end: the terminal's cursor is restored by one that kills the process when it
  // finds itself alone.
  const stop = (name: NodeJS.Signals) => {
    if (code !== undefined) process.exit(code);
    code = codes[name as Name];
    controller.abort();
  };
  const names = Object.keys(codes) as Name[];
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    code: () => code,
    release: () => {
      for (const name of names) process.removeListener(name, stop);
    },
  };
}
