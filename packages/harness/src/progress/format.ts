import type { Count } from './tally.ts';

/** `0:31`, `12:05`, `1:02:03`. */
export function clockTime(seconds: number): string {
  const whole = Math.ceil(Math.max(0, seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = `${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/** `40 s to 2 min`, `less than 1 s`: a range of seconds, roughly. */
export function rangeText({ low, high }: { low: number; high: number }): string {
  if (high < 1) return 'less than 1 s';
  const [from, to] = [aboutText(low), aboutText(high)];
  return from === to ? to : `${from} to ${to}`;
}

/** `40 s`, `2 min`, `1 h 20 min`; more than needed rather than less. */
export function aboutText(seconds: number): string {
  if (seconds <= 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

export function countText({ done, total, secondsLeft }: Count): string {
  return done === total
    ? `${done}/${total} trials`
    : `${done}/${total} trials, ${clockTime(secondsLeft)} left`;
}
