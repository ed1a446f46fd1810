/** What a choice of devices is given; it takes nothing from the air. */
export interface ChoiceSetup {
  /** Threads of the processor that may be used. */
  readonly threads: number;
  /** Options of Node that threads start with, in the place of those of the process. */
  readonly execArgv?: string[];
  /** `auto` takes a GPU that is faster than the processor; `any` the first device, software too, untimed. */
  readonly use: 'auto' | 'any';
  /** Milliseconds of a clock, for the calibration. */
  now(): number;
  /** Takes a sentence for each device that was left. */
  warn(text: string): void;
}
