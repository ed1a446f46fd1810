import { useState } from 'preact/hooks';
import { redrawn, type Settings, usual } from '../address.ts';
import { SliderOf } from './controls.tsx';
import { KernelGrid } from './kernel.tsx';
import { trialsOf } from './perceptron.tsx';
import { RoutesOf } from './routes.tsx';
import { useSession } from './use-session.ts';

/** A small trial, of which the routes alone are looked at. */
const small: Settings = { ...usual, N: 50, S: 10, temperatures: '40' };

/** The kernel and some routes that are drawn from it, without a trial. */
export function Routing() {
  const [settings, setSettings] = useState(small);
  const [moving, setMoving] = useState(false);
  const session = useSession('T', trialsOf(settings).slice(-1), 1);
  const routes = session.seen[0]?.begun.routes;
  const change = (part: Partial<Settings>) => setSettings({ ...settings, ...part });
  return (
    <div class="live brief">
      <div class="controls across">
        <SliderOf
          name="M"
          value={settings.M}
          onInput={(M) => change({ M, drawn: redrawn(settings.drawn, M) })}
        />
        <SliderOf name="mu" value={settings.mu} onInput={(mu) => change({ mu })} />
        <SliderOf name="sigma" value={settings.sigma} onInput={(sigma) => change({ sigma })} />
      </div>
      <div class="routing">
        <KernelGrid settings={settings} />
        {routes && (
          <div>
            <p>
              Four weights. To the left the covers that compute, to the right the cover whose copy each one
              reads.{' '}
              <button type="button" class="small" onClick={() => setMoving(!moving)}>
                {moving ? 'Stop' : 'Go through the channels'}
              </button>
            </p>
            <RoutesOf routes={routes} moving={moving} />
          </div>
        )}
      </div>
    </div>
  );
}
