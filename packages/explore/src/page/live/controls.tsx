import { useId } from 'preact/hooks';
import { kernels, redrawn, type Settings, type SliderName, schedules, sliders } from '../address.ts';
import { Folded } from '../folded.tsx';

interface ControlsProps {
  readonly settings: Settings;
  readonly onChange: (settings: Settings) => void;
}

/** All settings of a live trial. */
export function Controls({ settings, onChange }: ControlsProps) {
  const change = (part: Partial<Settings>) => onChange({ ...settings, ...part });
  const slider = (name: SliderName) => (
    <SliderOf key={name} name={name} value={settings[name]} onInput={(value) => change({ [name]: value })} />
  );
  const isRing = settings.kernel.endsWith('ring');
  return (
    <Folded>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <fieldset>
          <legend>Task</legend>
          {slider('alpha')}
          {slider('N')}
          {slider('trial')}
        </fieldset>
        <fieldset>
          <legend>Covers</legend>
          <SliderOf
            name="M"
            value={settings.M}
            onInput={(M) => change({ M, drawn: redrawn(settings.drawn, M) })}
          />
          {slider('S')}
          <Choice
            label="kernel Q"
            value={settings.kernel}
            words={kernels}
            onChange={(kernel) => change({ kernel: kernel as Settings['kernel'] })}
          />
          {isRing && slider('mu')}
          {isRing && slider('sigma')}
        </fieldset>
        <fieldset>
          <legend>Annealing</legend>
          <Choice
            label="temperatures, from 0.4 to 0.01"
            value={settings.temperatures}
            words={Object.fromEntries(Object.keys(schedules).map((count) => [count, count]))}
            onChange={(count) => change({ temperatures: count as Settings['temperatures'] })}
          />
          {slider('speed')}
        </fieldset>
      </form>
    </Folded>
  );
}

/** A setting that is a number. */
export function SliderOf({
  name,
  value,
  onInput,
}: {
  name: SliderName;
  value: number;
  onInput: (value: number) => void;
}) {
  const id = useId();
  const { label, min, max, step } = sliders[name];
  return (
    <div class="setting">
      <label for={id}>{label}</label>
      <output for={id}>{value}</output>
      <input
        id={id}
        name={name}
        type="range"
        {...{ min, max, step, value }}
        onInput={({ currentTarget }) => onInput(currentTarget.valueAsNumber)}
      />
    </div>
  );
}

/** A setting that is one word of several. */
export function Choice({
  label,
  value,
  words,
  onChange,
}: {
  label: string;
  value: string;
  words: Readonly<Record<string, string>>;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="setting">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {Object.entries(words).map(([word, text]) => (
          <option key={word} value={word}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
