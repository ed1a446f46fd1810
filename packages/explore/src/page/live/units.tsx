import { useEffect, useRef } from 'preact/hooks';
import { useColours } from '../scheme.ts';

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
  const colours = useColours(canvas, ['--mcover', '--rsa']);
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const size = (units: number) => units * (side + gap) - gap;

  useEffect(() => {
    const [above, below] = colours.current;
    const { width, height } = canvas.current!;
    const pixels = new Uint32Array(width * height);
    for (let k = 0; k < count; k++) {
      const from = k * side * side;
      let most = Number.MIN_VALUE;
      for (let i = from; i < from + side * side; i++) most = Math.max(most, Math.abs(now[i] - first[i]));
      const corner = Math.floor(k / columns) * (side + gap) * width + (k % columns) * (side + gap);
      for (let i = 0; i < side * side; i++) {
        const change = (now[from + i] - first[from + i]) / most;
        const at = corner + Math.floor(i / side) * width + (i % side);
        pixels[at] = faded(change > 0 ? above : below, Math.abs(change));
      }
    }
    const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
    canvas.current!.getContext('2d')!.putImageData(image, 0, 0);
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

/** A pixel with so much of its colour, which is its highest byte. */
const faded = (pixel: number, share: number) => ((pixel & 0xffffff) | (Math.round(255 * share) << 24)) >>> 0;
