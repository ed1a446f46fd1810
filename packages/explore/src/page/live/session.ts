import { Trials } from '../worker/client.ts';
import type { Answers, Asked, Begun, Look } from '../worker/messages.ts';

/** A trial as the page sees it: what it began with, the first and the last look at it, and all that was seen on the way. */
export interface Seen {
  readonly asked: Asked;
  readonly begun: Begun;
  readonly first: Look;
  readonly look: Look;
  /** Numbers of each look, by name, as many as `Session.along` has. */
  readonly columns: Record<string, (number | null)[]>;
}

/** Most looks that are kept: beyond, every second one goes, so that curves stay as cheap to draw. */
const mostLooks = 600;

/** Milliseconds that the worker computes for a picture at most: the page draws one every frame of the screen, 60 a second. */
const budget = 11;

/** Milliseconds between two pictures where motion is reduced. */
const calm = 500;

/** Pictures from one change of the numbers to the next: nobody reads faster, and tables are dear to lay out. */
const picturesANumber = 12;

/** Trials that run together in a worker, frame by frame, and what was seen of them. */
export class Session {
  seen: readonly Seen[] = [];
  /** What the curves are drawn against, and how many steps are done. */
  along: number[] = [];
  step = 0;
  playing = false;
  /** Why there is nothing to see. */
  fault: string | undefined;
  /** Steps a picture. */
  speed = 1;
  /** Changes whenever numbers are to be written again. */
  beat = 0;
  readonly #trials = new Trials();
  readonly #axis: string;
  readonly #changed: () => void;
  /** Counts beginnings: what an earlier one brings late is not taken. */
  #turn = 0;
  #looks = 0;
  #stride = 1;
  #frames: Promise<void> | undefined;

  /** @param axis what of the observations the curves are drawn against. */
  constructor(axis: string, changed: () => void) {
    this.#axis = axis;
    this.#changed = changed;
  }

  get done(): boolean {
    return this.seen.length > 0 && this.seen.every(({ look }) => look.done);
  }

  get steps(): number {
    return Math.max(0, ...this.seen.map(({ begun }) => begun.steps));
  }

  /** Begins trials; goes on playing where it played. */
  async begin(trials: readonly Asked[]): Promise<void> {
    const turn = ++this.#turn;
    try {
      const { trials: begun, looks } = await this.#trials.ask({ kind: 'begin', trials });
      if (turn !== this.#turn) return;
      this.fault = undefined;
      [this.along, this.step, this.#looks, this.#stride] = [[], 0, 0, 1];
      this.seen = trials.map((asked, i) => {
        const first = looks[i];
        return { asked, begun: begun[i], first, look: first, columns: {} };
      });
      this.#take({ step: 0, looks });
      if (this.playing) this.play();
    } catch (error) {
      if (turn === this.#turn) this.#fail(error as Error);
    }
    this.#show();
  }

  #fail({ message }: Error): void {
    this.fault = message;
    this.seen = [];
    this.playing = false;
    this.#show();
  }

  play(): void {
    if (this.seen.length === 0 || this.done) this.playing = false;
    else {
      this.playing = true;
      this.#frames ??= this.#run()
        .catch((error: Error) => this.#fail(error))
        .finally(() => {
          this.#frames = undefined;
        });
    }
    this.#show();
  }

  pause(): void {
    this.playing = false;
    this.#show();
  }

  /** So many steps at once, without playing. */
  async advance(steps: number): Promise<void> {
    this.playing = false;
    const turn = this.#turn;
    const seen = await this.#trials.ask({ kind: 'advance', steps, budget: Infinity });
    if (turn === this.#turn) this.#take(seen);
    this.#show();
  }

  close(): void {
    this.#turn++;
    this.playing = false;
    this.#trials.close();
  }

  async #run(): Promise<void> {
    let pictures = 0;
    while (this.playing && !this.done) {
      const turn = this.#turn;
      const asked = this.#trials.ask({ kind: 'advance', steps: this.speed, budget });
      const [seen] = await Promise.all([asked, picture()]);
      if (turn !== this.#turn) continue;
      this.#take(seen);
      if (this.done) this.playing = false;
      this.#show(++pictures % picturesANumber === 0 || !this.playing);
    }
  }

  #show(numbers = true): void {
    if (numbers) this.beat++;
    this.#changed();
  }

  #take({ step, looks }: Answers['advance']): void {
    this.step = step;
    this.seen = this.seen.map((one, i) => ({ ...one, look: looks[i] }));
    // Curves begin after the first step; their end is kept, whatever the stride.
    if (step === 0 || (this.#looks++ % this.#stride !== 0 && !this.done)) return;
    const at = this.along.length;
    this.along.push(looks.find(({ done }) => !done)?.observed[this.#axis] ?? looks[0].observed[this.#axis]);
    for (const { columns, look } of this.seen) {
      for (const [name, value] of Object.entries(look.observed)) {
        columns[name] ??= Array<null>(at).fill(null);
        columns[name].push(value);
      }
    }
    if (this.along.length > mostLooks) this.#thin();
  }

  #thin(): void {
    this.#stride *= 2;
    const everySecond = <T>(list: T[]) => list.filter((_, i) => i % 2 === 0);
    this.along = everySecond(this.along);
    for (const { columns } of this.seen)
      for (const name of Object.keys(columns)) columns[name] = everySecond(columns[name]);
  }
}

/** When the next picture is due; later where motion is reduced. */
async function picture(): Promise<void> {
  if (isCalm()) await new Promise((resolve) => setTimeout(resolve, calm));
  await new Promise(requestAnimationFrame);
}

/** Whether the person asks for as little motion as possible. */
export const isCalm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
