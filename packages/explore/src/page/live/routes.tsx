import { useEffect, useRef } from 'preact/hooks';
import type { Routes } from '../worker/messages.ts';
import { isCalm } from './session.ts';

/** Milliseconds that the routes of a channel are shown, and that they take to become those of the next. */
const rest = 1200;
const turn = 500;

const size = { width: 110, between: 24, top: 16, left: 14 };

/**
 * Routes of a few weights: to the left the contexts of the covers, to the right the cover whose copy of the weight each of
 * them reads. While a trial runs, the diagram goes from channel to channel.
 */
export function RoutesOf({ routes, moving }: { routes: Routes; moving: boolean }) {
  const { M, S, weights } = routes;
  const host = useRef<HTMLDivElement>(null);
  const channel = useRef(0);

  useEffect(() => {
    const lines = [...host.current!.querySelectorAll('line')];
    const said = host.current!.querySelector('output')!;
    let drawn = '';
    const draw = (s: number, part: number) => {
      // Where routes rest there is nothing to lay out.
      const place = `${s} ${part}`;
      if (place === drawn) return;
      drawn = place;
      lines.forEach((line, i) => {
        const [weight, a] = [Math.floor(i / M), i % M];
        const [now, next] = [s, s + 1].map((at) => routes.routes[(weight * S + (at % S)) * M + a]);
        line.setAttribute('y2', String(placeOf(now + (next - now) * part)));
      });
      said.textContent = `channel ${(s % S) + 1} of ${S}`;
    };
    draw(channel.current, 0);
    if (!moving || isCalm()) return;
    const begin = performance.now() - channel.current * (rest + turn);
    let asked = requestAnimationFrame(function step(now) {
      const time = Math.max(0, now - begin);
      channel.current = Math.floor(time / (rest + turn));
      const part = Math.max(0, (time - channel.current * (rest + turn) - rest) / turn);
      draw(channel.current, part * part * (3 - 2 * part));
      asked = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(asked);
  }, [routes, moving]);

  const covers = Array.from({ length: M }, (_, a) => a);
  const height = size.top + size.between * M;
  return (
    <div class="routes" ref={host}>
      <div class="row">
        {weights.map((q) => (
          <svg
            key={q}
            viewBox={`0 0 ${size.width} ${height}`}
            role="img"
            aria-label={`routes of weight ${q + 1} between ${M} covers`}
          >
            {covers.map((a) => (
              <line
                key={a}
                x1={size.left}
                x2={size.width - size.left}
                y1={placeOf(a)}
                y2={placeOf(a)}
                class={`cover-${a % 8}`}
              />
            ))}
            {covers.map((a) => (
              <g key={a}>
                <circle cx={size.left} cy={placeOf(a)} r="5" class={`cover-${a % 8}`} />
                <circle cx={size.width - size.left} cy={placeOf(a)} r="5" class="read" />
              </g>
            ))}
          </svg>
        ))}
      </div>
      <output />
    </div>
  );
}

const placeOf = (cover: number) => size.top + size.between * cover;
