import type { Context } from './info.ts';

/** Looks after a context: calls that fail there are silent, and what they should have written stays zeros. */
export interface Watch {
  /** Forgets faults of before. */
  begin(): void;
  /** What went wrong since; undefined where nothing did. */
  fault(): Promise<string | undefined>;
  isLost(): boolean;
}

/** @param context what a kernel of gpu.js works on; kernels on the processor have none. */
export function watchOver(context: Context | undefined): Watch {
  let told: string | undefined;
  const { device } = context ?? {};
  device?.addEventListener('uncapturederror', ({ error }) => {
    told = error.message;
  });
  return {
    begin() {
      told = undefined;
      // WebGL keeps a flag of each kind until it is asked.
      while (context?.getError?.()) {}
    },
    async fault() {
      const code = context?.getError?.();
      if (code) return `WebGL error ${code}`;
      // Faults are told in the order of the calls, so before what follows them is done.
      await device?.queue.onSubmittedWorkDone();
      return told;
    },
    isLost: () => context?.isLost === true || context?.isContextLost?.() === true,
  };
}
