import type { Session } from './session.ts';

/** Play and pause, one step, and from the beginning; with the keys p, . and r while the focus is in the trial. */
export function Player({ session, onRestart }: { session: Session; onRestart: () => void }) {
  const { playing, done, step, steps } = session;
  const none = session.seen.length === 0;
  return (
    <fieldset class="player" aria-label="run">
      <button
        type="button"
        class="main"
        aria-keyshortcuts="p"
        disabled={none || done}
        onClick={() => (playing ? session.pause() : session.play())}
      >
        {playing ? 'Pause' : 'Play'}
      </button>
      <button
        type="button"
        aria-keyshortcuts="."
        disabled={none || done || playing}
        onClick={() => session.advance(1)}
      >
        Step
      </button>
      <button type="button" aria-keyshortcuts="r" disabled={none || step === 0} onClick={onRestart}>
        Restart
      </button>
      <progress value={step} max={Math.max(1, steps)} aria-label="steps done" />
      <span class="count">
        {step} of {steps}
      </span>
    </fieldset>
  );
}

/** What the keys of the player do. */
export function onKey(event: KeyboardEvent, session: Session, onRestart: () => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'p') session.playing ? session.pause() : session.play();
  else if (event.key === '.' && !session.done) session.advance(1);
  else if (event.key === 'r') onRestart();
  else return;
  event.preventDefault();
}
