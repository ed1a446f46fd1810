import { useMemo } from 'preact/hooks';
import { type Settings, schedules } from '../address.ts';
import type { Asked } from '../worker/messages.ts';
import { Controls } from './controls.tsx';
import { KernelGrid, kernelOf } from './kernel.tsx';
import { Records } from './outcomes.tsx';
import { Overlaps } from './overlaps.tsx';
import { Pixels } from './pixels.tsx';
import { onKey } from './player.tsx';
import { RoutesOf } from './routes.tsx';
import type { Seen } from './session.ts';
import { type CurveOf, Stage } from './stage.tsx';
import { useSession } from './use-session.ts';

const ends = [0.4, 0.01] as const;

const curves: readonly CurveOf[] = [
  { key: 'energy', title: 'energy of a weight', top: 0 },
  { key: 'trainError', title: 'train error', top: 0.1 },
  { key: 'overlap', title: 'overlap R with the teacher', top: 1 },
];

/** What stands in the table of outcomes. */
const numbers = {
  overlap: 'R',
  generalizationError: 'error',
  trainError: 'train error',
  acceptance: 'accepted',
};

/** The three methods on the same patterns. */
export function trialsOf(settings: Settings): Asked[] {
  const { N, alpha, M, S, trial } = settings;
  const [from, to] = ends;
  const base = { N, alpha, schedule: { from, to, step: schedules[settings.temperatures] } };
  const asked = (method: string, params: object): Asked => ({
    model: 'perceptron',
    method,
    data: { name: 'teacher-student' },
    params: { ...base, ...params },
    seed: { root: 1, trial },
  });
  return [asked('vanilla', {}), asked('rsa', { M }), asked('mcover', { M, S, kernel: kernelOf(settings) })];
}

interface PerceptronProps {
  readonly settings: Settings;
  readonly onSettings: (settings: Settings) => void;
  /** In an article: without the sliders and the inside of the routing. */
  readonly brief?: boolean;
}

/** Perceptrons that anneal while one looks. */
export function Perceptron({ settings, onSettings, brief = false }: PerceptronProps) {
  const asked = trialsOf(settings);
  const session = useSession('T', asked, settings.speed);
  const restart = () => session.begin(asked);
  const { seen, playing } = session;
  const routes = seen.find(({ begun }) => begun.routes)?.begun.routes;
  // What a step of the trials does not change is not gone through with each picture.
  const controls = useMemo(
    () => !brief && <Controls settings={settings} onChange={onSettings} />,
    [settings],
  );
  const kernel = useMemo(() => {
    const onDraw = (drawn: readonly number[]) => onSettings({ ...settings, drawn });
    return <KernelGrid settings={settings} onDraw={settings.kernel === 'matrix' ? onDraw : undefined} />;
  }, [settings]);
  const routing = useMemo(() => routes && <RoutesOf routes={routes} moving={playing} />, [routes, playing]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons in it, while the focus is in it.
    <div class={brief ? 'live brief' : 'live'} onKeyDown={(event) => onKey(event, session, restart)}>
      {controls}
      <Stage session={session} onRestart={restart} axis="temperature T" {...{ ends, curves, numbers }}>
        <div class="ways">
          {seen.map((one) => (
            <Way key={one.asked.method} one={one} beat={session.beat} />
          ))}
        </div>
        {!brief && (
          <div class="routing">
            {kernel}
            {routing && (
              <div>
                <p>
                  Routes of M-cover: to the left the contexts of the covers, to the right the cover whose copy
                  of a weight each one reads. Four weights are shown, channel after channel.
                </p>
                {routing}
              </div>
            )}
          </div>
        )}
        {!brief && <Records session={session} />}
      </Stage>
    </div>
  );
}

/** The weights of one method. */
function Way({ one: { asked, begun, look }, beat }: { one: Seen; beat: number }) {
  const { method } = asked;
  const { label, teacher } = begun;
  const { covers, collapsed } = look;
  const [M] = look.shape;
  const parts = { label, covers, collapsed, M, teacher: teacher! };
  const overlaps = useMemo(() => <Overlaps {...parts} />, [beat]);
  return (
    <section class={`way ${method}`} aria-label={label}>
      <h3>{label}</h3>
      <Pixels method={method} {...parts} />
      {overlaps}
    </section>
  );
}
