import { type Kernel, kernelMatrix } from '@mcover/core';
import { useRef } from 'preact/hooks';
import { mostQuarters, type Settings } from '../address.ts';

/** The kernel that the settings mean. */
export function kernelOf({ kernel: kind, mu, sigma, drawn, M }: Settings): Kernel {
  if (kind.endsWith('ring')) return { kind, mu, sigma } as Kernel;
  if (kind !== 'matrix') return { kind } as Kernel;
  const rows = Array.from({ length: M }, (_, a) => drawn.slice(a * M, (a + 1) * M));
  return { kind, matrix: rows.map((row) => row.map((quarters) => quarters / mostQuarters)) };
}

interface KernelGridProps {
  readonly settings: Settings;
  /** Takes what was drawn by hand; without it, the grid is only to look at. */
  readonly onDraw?: ((drawn: readonly number[]) => void) | undefined;
}

/** Q as a heat grid: how strongly the context of one cover reads from another. By hand, a click makes an entry one quarter stronger. */
export function KernelGrid({ settings, onDraw }: KernelGridProps) {
  const { M, drawn } = settings;
  // What a pointer that is held down paints with.
  const paint = useRef<number | undefined>(undefined);
  const Q = kernelMatrix(kernelOf(settings), M);
  const most = Math.max(...Q, Number.MIN_VALUE);
  const covers = Array.from({ length: M }, (_, a) => a);
  const set = (at: number, quarters: number) => onDraw?.(drawn.map((q, i) => (i === at ? quarters : q)));
  const end = () => {
    paint.current = undefined;
  };
  return (
    <table class="matrix kernel" onPointerUp={end} onPointerLeave={end}>
      <caption>{onDraw ? 'Q: press an entry to change it' : 'Q, up to its scale'}</caption>
      <thead>
        <tr>
          <td />
          {covers.map((b) => (
            <th key={b} scope="col">
              {b + 1}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {covers.map((a) => (
          <tr key={a}>
            <th scope="row">{a + 1}</th>
            {covers.map((b) => {
              const at = a * M + b;
              const value = (Q[at] / most).toFixed(2);
              const next = (drawn[at] + 1) % (mostQuarters + 1);
              return (
                <td key={b} style={{ '--full': Q[at] / most }}>
                  {onDraw ? (
                    <button
                      type="button"
                      aria-label={`cover ${a + 1} reads from ${b + 1}: ${value}`}
                      onPointerDown={(event) => {
                        event.currentTarget.releasePointerCapture(event.pointerId);
                        paint.current = next;
                      }}
                      onPointerEnter={() => paint.current !== undefined && set(at, paint.current)}
                      onClick={() => set(at, next)}
                    >
                      {value}
                    </button>
                  ) : (
                    value
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
