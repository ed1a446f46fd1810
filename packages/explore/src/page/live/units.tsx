import { useEffect, useRef } from 'preact/hooks';
import { colourOf, useScheme } from '../scheme.ts';

interface UnitsProps {
  readonly label: string;
  /** Weights of the hidden units now and at first, one image after the other. */
  readonly now: ArrayLike<number>;
  readonly first: ArrayLike<number>;
  /** Pixels of a side of an image, and how many of the units are shown. */
  readonly side: number;
  readonly count: number;
}

const gap = 2;

/** Hidden units as images of how far their weights have moved: one colour up, another down, the fuller the further. */
export function Units({ label, now, first, side, count }: UnitsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useScheme();
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const size = (units: number) => units * (side + gap) - gap;

  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const [above, below] = ['--mcover', '--rsa'].map((name) => rgb(colourOf(canvas.current!, name)));
    const image = context.createImageData(size(columns), size(rows));
    for (let k = 0; k < count; k++) {
      const moved = Array.from(
        { length: side * side },
        (_, i) => now[k * side * side + i] - first[k * side * side + i],
      );
      const most = moved.reduce((most, change) => Math.max(most, Math.abs(change)), Number.MIN_VALUE);
      const [left, top] = [(k % columns) * (side + gap), Math.floor(k / columns) * (side + gap)];
      for (const [i, change] of moved.entries()) {
        const at = 4 * ((top + Math.floor(i / side)) * image.width + left + (i % side));
        image.data.set(change > 0 ? above : below, at);
        image.data[at + 3] = (255 * Math.abs(change)) / most;
      }
    }
    context.putImageData(image, 0, 0);
  });

  return (
    <canvas
      ref={canvas}
      class="pixels units"
      width={size(columns)}
      height={size(rows)}
      role="img"
      aria-label={`${label}: what ${count} hidden units have learnt, as images`}
    />
  );
}

/** "#0072b2" as three bytes. */
const rgb = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
