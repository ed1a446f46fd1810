/** What the page reads of a folder of journals: `data/index.json`, and the trials of a cell as they are asked for. */

export interface Index {
  /** Name of the folder, for a reader. */
  readonly folder: string;
  readonly trials: number;
  readonly experiments: readonly ShownExperiment[];
}

/** A data set that lies beside the page, in `data/sets.json`. */
export interface ShownSet {
  readonly name: string;
  /** Over all its files, as specifications have it. */
  readonly sha256: string;
}

export interface ShownExperiment {
  readonly id: string;
  readonly title: string;
  /** What the cells are judged by; absent where no trial finished. */
  readonly metric?: { readonly label: string; readonly better: string; readonly decimals?: number };
  /** Of the numbers and flags of a result, by their keys. */
  readonly labels: Readonly<Record<string, string>>;
  /** What tells the cells apart, in the order of reading. */
  readonly parameters: readonly ShownParameter[];
  /** What its author prefers as the axis, and for panels; false: no axis. Cells at the level are the same at all places. */
  readonly view: {
    readonly x?: string | false;
    readonly facet?: string;
    readonly level?: Readonly<Record<string, string | number | boolean>>;
  };
  /** In the order of the report, which has one ink for each. */
  readonly methods: Readonly<Record<string, { readonly control?: boolean }>>;
  /** Curves of theory along a parameter. */
  readonly theory: readonly ShownCurve[];
  readonly cells: readonly ShownCell[];
}

export interface ShownParameter {
  readonly path: string;
  readonly symbol: string;
  readonly label: string;
  readonly logarithmic: boolean;
}

export interface ShownCurve {
  readonly name: string;
  readonly path: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** The trials that differ in the seed only, as one point. */
export interface ShownCell {
  readonly id: string;
  readonly label: string;
  readonly method: string;
  /** Of the method, for a reader; a control says so. */
  readonly name: string;
  readonly control: boolean;
  /** Values of the parameters that tell the cells apart, and how they are written. */
  readonly values: Readonly<Record<string, string | number | boolean>>;
  readonly written: Readonly<Record<string, string>>;
  readonly n: number;
  readonly failed: number;
  readonly mean?: number;
  readonly median?: number;
  /** Ends of the 95 % BCa interval, which fewer than five trials have not. */
  readonly low?: number;
  readonly high?: number;
  readonly shares: Readonly<Record<string, { readonly count: number; readonly n: number }>>;
  /** Seeds of the first trials, with the beginnings of their ids. */
  readonly first: readonly string[];
  /** Files of its trials, one after the other. */
  readonly files: readonly string[];
}

/** Some trials of a cell. */
export interface ShownTrials {
  /** Their specification, without the seed. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly trials: readonly ShownTrial[];
}

export interface ShownTrial {
  readonly id: string;
  readonly seed: { readonly root: number; readonly trial: number; readonly copy?: number };
  readonly result?: Readonly<Record<string, unknown>>;
  readonly failure?: string;
}

/** Trials of one file. */
export const trialsOfFile = 100;
