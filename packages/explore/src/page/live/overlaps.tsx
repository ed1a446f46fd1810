interface OverlapsProps {
  readonly label: string;
  readonly covers: ArrayLike<number>;
  readonly collapsed: ArrayLike<number>;
  readonly M: number;
  readonly teacher: Int8Array;
}

/** Cosines of the covers, their average and the teacher, as a table whose cells are the fuller the nearer. */
export function Overlaps({ label, covers, collapsed, M, teacher }: OverlapsProps) {
  const N = teacher.length;
  const own = Array.from({ length: M }, (_, a) => Array.prototype.slice.call(covers, a * N, (a + 1) * N));
  const all = M === 1 ? [...own, teacher] : [...own, collapsed, teacher];
  const cosines = all.map((a) => all.map((b) => cosine(a, b)));
  const ofCovers = Array.from({ length: M }, (_, a) => (M === 1 ? 'copy' : String(a + 1)));
  const names = [...ofCovers, ...(M === 1 ? [] : ['average']), 'teacher'];
  return (
    <table class={names.length > mostNumbers ? 'matrix bare' : 'matrix'}>
      <caption>overlaps, {label}</caption>
      <thead>
        <tr>
          <td />
          {names.map((name) => (
            <th key={name} scope="col">
              {M === 1 ? name : (short[name] ?? name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((name, a) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cosines[a].map((value, b) => (
              <td key={names[b]} style={{ '--full': Math.abs(value) }}>
                <span>{value.toFixed(2).replace(/^(-?)0/, '$1')}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Beyond, numbers have no room, and the colours alone are seen. */
const mostNumbers = 6;

/** Heads of narrow columns, of which the rows give the words. */
const short: Readonly<Record<string, string>> = { average: '⌀', teacher: '★' };

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [along, ofA, ofB] = [0, 0, 0];
  for (let q = 0; q < a.length; q++) {
    along += a[q] * b[q];
    ofA += a[q] * a[q];
    ofB += b[q] * b[q];
  }
  return ofA * ofB === 0 ? 0 : along / Math.sqrt(ofA * ofB);
}
