import type { Count } from './tally.ts';

/** `0:31`, `12:05`, `1:02:03`. */
export function clockTime(seconds: number): string {
  const whole = Math.ceil(Math.max(0, seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = `${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}

export function countText({ done, total, secondsLeft }: Count): string {
  return done === total
    ? `${done}/${total} trials`
    : `${done}/${total} trials, ${clockTime(secondsLeft)} left`;
}
