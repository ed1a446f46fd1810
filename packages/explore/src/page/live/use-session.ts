import { useEffect, useReducer, useRef } from 'preact/hooks';
import type { Asked } from '../worker/messages.ts';
import { Session } from './session.ts';

/** Milliseconds that a slider has to rest before trials begin anew. */
const patience = 120;

/** Trials that run beside a component, begun anew whenever other ones are asked for. */
export function useSession(axis: string, asked: readonly Asked[], speed: number): Session {
  const [, again] = useReducer((count: number) => count + 1, 0);
  const held = useRef<Session | undefined>(undefined);
  held.current ??= new Session(axis, () => again(undefined));
  const session = held.current;
  session.speed = speed;
  const key = JSON.stringify(asked);
  useEffect(() => {
    const later = setTimeout(() => session.begin(JSON.parse(key)), session.seen.length > 0 ? patience : 0);
    return () => clearTimeout(later);
  }, [session, key]);
  useEffect(() => () => session.close(), [session]);
  return session;
}
