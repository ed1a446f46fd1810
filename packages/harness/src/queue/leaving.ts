import { stream, uniform } from '@mcover/core';
import { GivenBack } from '@mcover/queue';

/** Seconds until a job waits again that was left once, and once more; and the first and longest time of rest. */
const [once, again] = [2, 0.05];
const [shortest, longest] = [0.25, 8];

/**
 * Leaves jobs to other machines. One that comes back before any other job was taken is one of those alone that wait: then the
 * machine has to stand back, longer each time, or it would be the first to take it for ever; and two machines that each leave
 * what is the other's stand back for different times, or they would exchange theirs for ever. The longest rest is longer than
 * an idle machine is silent.
 */
export function leaving(name: string) {
  const jitter = stream({ root: 1, trial: 0 }, 'leaving', { name });
  const left = new Set<string>();
  let rest = 0;
  return {
    /** A job was taken. */
    took() {
      left.clear();
      rest = 0;
    },
    /** What is thrown to leave a job. */
    leave(id: string): GivenBack {
      if (!left.has(id)) {
        left.add(id);
        return new GivenBack(once);
      }
      rest = Math.min(Math.max(2 * rest, shortest), longest);
      return new GivenBack(again, rest * (0.5 + uniform(jitter)));
    },
  };
}
