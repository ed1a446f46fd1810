import type { ShownSet } from '@mcover/explore';
import { useEffect, useState } from 'preact/hooks';
import { networks, rates, redrawn, type Settings } from '../address.ts';
import { readJson } from '../results/read.ts';
import type { Asked } from '../worker/messages.ts';
import { Choice, SliderOf } from './controls.tsx';
import { Records } from './outcomes.tsx';
import { onKey } from './player.tsx';
import { type CurveOf, Stage } from './stage.tsx';
import { Units } from './units.tsx';
import { useSession } from './use-session.ts';

/** The data set of the images, where it is served, and what stands in for it: drawn, and as wide. */
const images = 'fashion-mnist';
const drawn = { name: 'hidden-manifold', D: 50, test: 2000 };

const curves: readonly CurveOf[] = [
  { key: 'testError', title: 'test error', top: 0.2 },
  { key: 'trainError', title: 'train error', top: 0.2 },
  { key: 'spread', title: 'spread of the covers about their mean', top: 0.5 },
];

const numbers = { testError: 'test error', trainError: 'train error', loss: 'loss', spread: 'spread' };

/** Sizes at which an epoch takes the worker a moment; `units` are shown of the first layer. */
const sizes = {
  committee: { params: { N: 784, K: 9, P: 500, epochs: 300 }, units: 9, epochs: 300 },
  mlp: { params: { widths: [784, 32, 10], P: 2000, B: 50, epochs: 30 }, units: 16, epochs: 30 },
} as const;

function trialsOf(settings: Settings, data: Asked['data']): Asked[] {
  const { network, M, S, trial } = settings;
  const base = { ...sizes[network].params, rate: Number(settings.rate) };
  const asked = (method: string, params: object): Asked => ({
    model: network,
    method,
    data,
    params: { ...base, ...params },
    seed: { root: 1, trial },
  });
  return [
    asked('sgd', {}),
    asked('independent', { M }),
    asked('mcover', { M, S, kernel: { kind: 'uniform' } }),
  ];
}

interface NetworksProps {
  readonly settings: Settings;
  readonly onSettings: (settings: Settings) => void;
}

/** Networks that train while one looks: on images where the command serves some, or else on drawn patterns. */
export function Networks(props: NetworksProps) {
  const [sets, setSets] = useState<readonly ShownSet[]>();
  useEffect(() => {
    readJson<ShownSet[]>('data/sets.json').then(setSets, () => setSets([]));
  }, []);
  if (!sets) return <p>Reading …</p>;
  const set = sets.find(({ name }) => name === images);
  return (
    <>
      <p class="soft">
        {set
          ? 'On images of Fashion-MNIST. The committee tells two classes apart, the multilayer perceptron ten.'
          : 'On patterns of a hidden manifold: no images are served here, so what the units learn looks like noise. “mcover explore” serves Fashion-MNIST where “mcover data fetch fashion-mnist” has brought it.'}
      </p>
      <Training {...props} data={set ?? drawn} />
    </>
  );
}

function Training({ settings, onSettings, data }: NetworksProps & { data: Asked['data'] }) {
  const asked = trialsOf(settings, data);
  const session = useSession('epoch', asked, 1);
  const restart = () => session.begin(asked);
  const { network } = settings;
  const { units, epochs } = sizes[network];
  const change = (part: Partial<Settings>) => onSettings({ ...settings, ...part });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons in it, while the focus is in it.
    <div class="live" onKeyDown={(event) => onKey(event, session, restart)}>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Choice
          label="network"
          value={network}
          words={networks}
          onChange={(word) => change({ network: word as Settings['network'] })}
        />
        <Choice
          label="learning rate η"
          value={settings.rate}
          words={Object.fromEntries(rates.map((rate) => [rate, rate]))}
          onChange={(rate) => change({ rate: rate as Settings['rate'] })}
        />
        <SliderOf
          name="M"
          value={settings.M}
          onInput={(M) => change({ M, drawn: redrawn(settings.drawn, M) })}
        />
        <SliderOf name="S" value={settings.S} onInput={(S) => change({ S })} />
        <SliderOf name="trial" value={settings.trial} onInput={(trial) => change({ trial })} />
      </form>
      <Stage session={session} onRestart={restart} axis="epoch" ends={[0, epochs]} {...{ curves, numbers }}>
        <div class="ways">
          {session.seen.map(({ asked: { method }, begun: { label }, first, look }) => (
            <section key={method} class={`way ${method}`} aria-label={label}>
              <h3>{label}</h3>
              <Units label={label} now={look.collapsed} first={first.collapsed} side={28} count={units} />
            </section>
          ))}
        </div>
        <p class="soft">
          An image is what a hidden unit of the averaged network has learnt: its weights less those that it
          began with, blue where they rose and orange where they fell.
        </p>
        <Records session={session} />
      </Stage>
    </div>
  );
}
