import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { Curve, type Line } from './curve.tsx';
import { Outcomes } from './outcomes.tsx';
import { Player } from './player.tsx';
import type { Session } from './session.ts';

/** A number that is drawn while trials run; its axis begins at 0 and has this top at least. */
export interface CurveOf {
  readonly key: string;
  readonly title: string;
  readonly top: number;
}

interface StageProps {
  readonly session: Session;
  readonly onRestart: () => void;
  /** What the curves are drawn against, and its ends, the first one to the left. */
  readonly axis: string;
  readonly ends: readonly [number, number];
  readonly curves: readonly CurveOf[];
  /** Heads of the table, by the names of what is seen. */
  readonly numbers: Readonly<Record<string, string>>;
  /** What trials of this model show beside. */
  readonly children: ComponentChildren;
}

/** What all live trials show: the player, curves, and numbers. */
export function Stage({ session, onRestart, axis, ends, curves, numbers, children }: StageProps) {
  const { seen, along, fault, beat } = session;
  // What a method never shows, such as a spread of one copy, has no line.
  const lines = (key: string): Line[] =>
    seen
      .filter(({ columns }) => along.length === 0 || key in columns)
      .map(({ asked: { method }, begun: { label }, columns }) => ({
        method,
        label,
        values: columns[key] ?? [],
      }));
  return (
    <div class="stage">
      <Player session={session} onRestart={onRestart} />
      {fault !== undefined && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="curves">
        {seen.length > 0 &&
          curves.map(({ key, title, top }) => (
            <Curve key={key} {...{ title, axis, ends, along, top }} lines={lines(key)} />
          ))}
      </div>
      {useMemo(
        () => (
          <Outcomes seen={seen} numbers={numbers} caption={`${axis} = ${along.at(-1) ?? ends[0]}`} />
        ),
        [beat],
      )}
      {children}
    </div>
  );
}
