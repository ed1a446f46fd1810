import { dismiss, type SharedWork, tellLost } from '@mcover/wasm';
import type { Pool } from './pool.ts';

/** A trial that others can help with, and how many do. */
interface Offer {
  readonly work: SharedWork;
  helpers: number;
}

/** Threads that have no trial of their own, and help with those that run. */
export interface Assistants {
  /** A trial can be helped with: in the place of what it offered before. */
  offered(id: string, work: SharedWork): void;
  /** A trial has ended. */
  ended(id: string): void;
  /** A thread has no more trials. */
  freed(): void;
}

/** @param idle threads that have no trial from the beginning. */
export function openAssistants({ help }: Pick<Pool, 'help'>, idle: number): Assistants {
  const offers = new Map<string, Offer>();

  const ended = (id: string) => {
    const offer = offers.get(id);
    if (offer) dismiss(offer.work);
    offers.delete(id);
  };
  const assign = () => {
    for (; idle > 0; idle--) {
      // Where there are several, the one with the fewest helpers.
      const open = [...offers].filter(([, { work, helpers }]) => helpers < work.places.length);
      if (open.length === 0) return;
      const [id, offer] = open.reduce((a, b) => (b[1].helpers < a[1].helpers ? b : a));
      offer.helpers++;
      void send(id, offer);
    }
  };
  const send = async (id: string, offer: Offer) => {
    try {
      await help(offer.work);
    } catch {
      // The trial fails, and is run again without help.
      tellLost(offer.work);
      if (offers.get(id) === offer) offers.delete(id);
    }
    idle++;
    assign();
  };

  return {
    offered(id, work) {
      ended(id);
      offers.set(id, { work, helpers: 0 });
      assign();
    },
    ended,
    freed() {
      idle++;
      assign();
    },
  };
}
