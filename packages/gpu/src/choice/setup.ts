import type { PoolSetup } from '../pool/pool.ts';

/** What a choice of devices is given; it takes nothing from the air. */
export interface ChoiceSetup {
  /** Threads of the processor that may be used. */
  readonly threads: number;
  /** As in the setup of a pool. */
  readonly starting?: PoolSetup['starting'];
  /** `auto` takes a GPU that is faster than the processor; `any` the first device, software too, untimed. */
  readonly use: 'auto' | 'any';
  /** Milliseconds of a clock, for the calibration. */
  now(): number;
  /** Takes a sentence for each device that was left. */
  warn(text: string): void;
}
