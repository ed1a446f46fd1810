import type { Answers, Refusal, Request } from './messages.ts';

/** The other end of a worker of trials. */
export class Trials {
  readonly #worker = new Worker(new URL('./trials.ts', import.meta.url), { type: 'module' });
  /** Who waits, in the order of asking. */
  readonly #waiting: { resolve(answer: unknown): void; reject(error: Error): void }[] = [];

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<object>) => {
      const { resolve, reject } = this.#waiting.shift()!;
      if ('refused' in data) reject(new Error((data as Refusal).refused));
      else resolve(data);
    };
    this.#worker.onerror = ({ message }) => {
      for (const { reject } of this.#waiting.splice(0))
        reject(new Error(message || 'the worker of this page did not load'));
    };
  }

  /** @throws Error with what was refused, and why. */
  ask<R extends Request>(request: R): Promise<Answers[R['kind']]> {
    this.#worker.postMessage(request);
    return new Promise((resolve, reject) =>
      this.#waiting.push({ resolve: resolve as (answer: unknown) => void, reject }),
    );
  }

  /** Ends it, whatever it is doing. */
  close(): void {
    this.#worker.terminate();
  }
}
