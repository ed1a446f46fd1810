import { Wide } from '../wide.tsx';
import { write } from './curve.tsx';
import type { Seen, Session } from './session.ts';

interface OutcomesProps {
  readonly seen: readonly Seen[];
  /** Heads of the columns, by the names of what is seen. */
  readonly numbers: Readonly<Record<string, string>>;
  readonly caption: string;
}

/** Each method in numbers. */
export function Outcomes({ seen, numbers, caption }: OutcomesProps) {
  if (seen.length === 0) return null;
  return (
    <Wide label="the methods in numbers">
      <table class="outcomes">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">method</th>
            {Object.entries(numbers).map(([key, label]) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
            <th scope="col">state</th>
          </tr>
        </thead>
        <tbody>
          {seen.map(({ asked: { method }, begun: { label }, look: { observed, result } }) => (
            <tr key={method}>
              <th scope="row" class={`swatch ${method}`}>
                {label}
              </th>
              {Object.keys(numbers).map((key) => (
                <td key={key}>{write(observed[key])}</td>
              ))}
              <td>{stateOf(result)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** The records of the trials that have ended: the same bits as anywhere. */
export function Records({ session }: { session: Session }) {
  const ended = session.seen.filter(({ look }) => look.result);
  if (ended.length === 0) return null;
  return (
    <section class="records">
      <h3>Records: these ids and results come out on every machine</h3>
      {ended.map(({ asked: { method }, begun: { id, label }, look: { result } }) => (
        <p key={method} class="record" data-method={method}>
          <strong>{label}</strong> <code class="id">{id}</code>
          <code class="result">{JSON.stringify(result)}</code>
        </p>
      ))}
    </section>
  );
}

function stateOf(result: object | undefined): string {
  if (!result) return '–';
  if (!('solved' in result)) return 'ended';
  return result.solved ? 'solved' : 'stuck';
}
