import type { ShownCell, ShownExperiment, ShownTrial, ShownTrials } from '@mcover/explore';
import type { TrialSpec } from '@mcover/record';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Wide } from '../wide.tsx';
import { Trials } from '../worker/client.ts';
import { readJson } from './read.ts';

interface CellProps {
  readonly experiment: ShownExperiment;
  readonly cell: ShownCell;
}

/** A cell: what it is, its numbers, and, where asked for, its trials, each of which runs again here. */
export function Cell({ experiment, cell }: CellProps) {
  const [open, setOpen] = useState(false);
  const [page, setPage] = useState(0);
  const [shown, setShown] = useState<ShownTrials | string>();
  useEffect(() => {
    setOpen(false);
    setPage(0);
  }, [cell]);
  const file = cell.files[page];
  useEffect(() => {
    if (!open) return;
    let wanted = true;
    setShown(undefined);
    readJson<ShownTrials>(file).then(
      (trials) => wanted && setShown(trials),
      ({ message }: Error) => wanted && setShown(message),
    );
    return () => {
      wanted = false;
    };
  }, [open, file]);
  const values = experiment.parameters.filter(({ path }) => path in cell.written);
  return (
    <section class="cell" aria-label="chosen cell">
      <h3>{cell.label}</h3>
      <p>{numbersOf(experiment, cell)}</p>
      <p>{values.map(({ path, symbol }) => `${symbol} = ${cell.written[path]}`).join(', ')}</p>
      <p class="soft">
        cell <code>{cell.id.slice(0, 10)}</code>; trials by seed and id: {cell.first.join(', ')}
        {cell.n + cell.failed > cell.first.length && ', …'}
      </p>
      {open ? (
        <>
          {typeof shown === 'string' && <p class="fault">{shown}</p>}
          {typeof shown === 'object' && <TrialTable key={file} experiment={experiment} {...shown} />}
          {cell.files.length > 1 && (
            <div class="player">
              <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
                Before
              </button>
              <button
                type="button"
                disabled={page + 1 === cell.files.length}
                onClick={() => setPage(page + 1)}
              >
                Next
              </button>
              <span class="count">
                part {page + 1} of {cell.files.length}
              </span>
            </div>
          )}
        </>
      ) : (
        <button type="button" onClick={() => setOpen(true)}>
          Show its trials
        </button>
      )}
    </section>
  );
}

/** "0.0492 [0.0356, 0.0647], 69 of 100 solved". */
export function numbersOf({ metric, labels }: ShownExperiment, cell: ShownCell): string {
  const write = (value: number) => value.toFixed(metric?.decimals ?? 4);
  const { n, failed, mean, low, high, median, shares } = cell;
  return [
    `${n} trials`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(mean === undefined ? [] : [`${metric?.label}: mean ${write(mean)}`]),
    ...(low === undefined || high === undefined ? [] : [`95 % BCa interval [${write(low)}, ${write(high)}]`]),
    ...(median === undefined ? [] : [`median ${write(median)}`]),
    ...Object.entries(shares).map(([key, { count, n }]) => `${labels[key]}: ${count} of ${n}`),
  ].join('; ');
}

type Verdict = 'runs' | 'equal' | 'different' | { readonly refused: string };

/** Trials with their results. A trial runs again in a worker of its own. */
function TrialTable({ experiment: { labels }, spec, trials }: ShownTrials & { experiment: ShownExperiment }) {
  const [verdicts, setVerdicts] = useState<Readonly<Record<string, Verdict>>>({});
  const worker = useRef<Trials | undefined>(undefined);
  useEffect(() => () => worker.current?.close(), []);
  const say = (id: string, verdict: Verdict) => setVerdicts((before) => ({ ...before, [id]: verdict }));
  const run = async ({ id, seed, result }: ShownTrial) => {
    say(id, 'runs');
    worker.current ??= new Trials();
    try {
      const own = { ...spec, seed } as unknown as TrialSpec;
      const { equal } = await worker.current.ask({ kind: 'check', id, spec: own, result: result! });
      say(id, equal ? 'equal' : 'different');
    } catch (error) {
      say(id, { refused: (error as Error).message });
    }
  };
  const columns = Object.keys(trials.find(({ result }) => result)?.result ?? {}).filter((key) =>
    trials.some(({ result }) => typeof result?.[key] !== 'object'),
  );
  return (
    <Wide label="trials" tall>
      <table class="outcomes">
        <thead>
          <tr>
            <th scope="col">seed</th>
            <th scope="col">record</th>
            {columns.map((key) => (
              <th key={key} scope="col">
                {labels[key] ?? key}
              </th>
            ))}
            <th scope="col">here</th>
          </tr>
        </thead>
        <tbody>
          {trials.map((trial) => (
            <tr key={trial.id}>
              <th scope="row">{Object.values(trial.seed).join('/')}</th>
              <td>
                <code>{trial.id.slice(0, 10)}</code>
              </td>
              {trial.failure === undefined ? (
                columns.map((key) => <td key={key}>{written(trial.result?.[key])}</td>)
              ) : (
                <td colSpan={columns.length}>{trial.failure}</td>
              )}
              <td>
                <Here verdict={verdicts[trial.id]} disabled={!trial.result} onRun={() => run(trial)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Here({ verdict, disabled, onRun }: { verdict?: Verdict; disabled: boolean; onRun: () => void }) {
  if (verdict === undefined)
    return (
      <button type="button" class="small" disabled={disabled} onClick={onRun}>
        Run this trial here
      </button>
    );
  if (verdict === 'runs') return <span role="status">runs …</span>;
  if (verdict === 'equal')
    return (
      <span role="status" class="good">
        ✓ equal, bit for bit
      </span>
    );
  if (verdict === 'different')
    return (
      <span role="status" class="bad">
        ✗ different
      </span>
    );
  return (
    <span role="status" class="bad">
      {verdict.refused}
    </span>
  );
}

const written = (value: unknown): string =>
  typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(4) : String(value ?? '');
