import { useEffect, useRef } from 'preact/hooks';
import { useColours } from '../scheme.ts';

interface PixelsProps {
  readonly method: string;
  readonly label: string;
  /** Weights ±1 of M covers, one after the other, and the sums over them. */
  readonly covers: ArrayLike<number>;
  readonly collapsed: ArrayLike<number>;
  readonly M: number;
  readonly teacher: Int8Array;
}

/** Pixels of a row, and rows between two covers. */
const across = 100;
const gap = 3;

/**
 * The covers against the teacher, and their average below them: a pixel is a weight, filled where it has not the sign of the
 * teacher's. A trial that is solved is empty.
 */
export function Pixels({ method, label, covers, collapsed, M, teacher }: PixelsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useColours(canvas, ['--faint', `--${method}`, '--ink']);
  const N = teacher.length;
  const rows = Math.ceil(N / across);
  const blocks = M === 1 ? 1 : M + 1;
  const wrong = Array.from({ length: blocks }, (_, a) =>
    places(N, (q) => (a < M ? covers[a * N + q] : collapsed[q]) * teacher[q] <= 0),
  );

  useEffect(() => {
    const [faint, own, ink] = colours.current;
    const { width, height } = canvas.current!;
    const pixels = new Uint32Array(width * height);
    wrong.forEach((weights, a) => {
      const top = a * (rows + gap) * width;
      pixels.fill(faint, top, top + rows * width);
      for (const q of weights) pixels[top + q] = a < M ? own : ink;
    });
    const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
    canvas.current!.getContext('2d')!.putImageData(image, 0, 0);
  });

  const counts = wrong.map(({ length }) => length);
  const said =
    M === 1
      ? `${counts[0]} of ${N} weights differ from the teacher`
      : `of ${N} weights, ${counts.slice(0, M).join(', ')} differ from the teacher in the covers, ${counts[M]} in their average`;
  return (
    <canvas
      ref={canvas}
      class="pixels"
      width={across}
      height={blocks * (rows + gap) - gap}
      role="img"
      aria-label={`${label}: ${said}`}
    />
  );
}

function places(N: number, is: (q: number) => boolean): number[] {
  const found: number[] = [];
  for (let q = 0; q < N; q++) if (is(q)) found.push(q);
  return found;
}
