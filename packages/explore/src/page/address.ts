/**
 * What the address of the page says after its `#`: a view, the settings of a trial that are not the usual ones, and how results are
 * looked at (results/look.ts).
 */

/** A setting that is a number, with its slider. */
export interface Slider {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Without a word in the address. */
  readonly usual: number;
}

export const sliders = {
  alpha: { label: 'load α = P/N', min: 0.4, max: 2.4, step: 0.01, usual: 1.58 },
  N: { label: 'weights N', min: 50, max: 2000, step: 50, usual: 1000 },
  M: { label: 'covers M', min: 1, max: 8, step: 1, usual: 3 },
  S: { label: 'destinations S', min: 1, max: 30, step: 1, usual: 10 },
  mu: { label: 'shift μ', min: 0, max: 8, step: 0.1, usual: 2 },
  sigma: { label: 'width σ', min: 0.1, max: 10, step: 0.1, usual: 3 },
  speed: { label: 'temperatures a picture', min: 1, max: 200, step: 1, usual: 16 },
  trial: { label: 'trial', min: 0, max: 99, step: 1, usual: 0 },
} as const satisfies Record<string, Slider>;

export type SliderName = keyof typeof sliders;

export const kernels = {
  'directed-ring': 'directed ring',
  'wrapped-ring': 'wrapped ring',
  uniform: 'uniform',
  identity: 'identity',
  matrix: 'drawn by hand',
} as const;

/** Steps of the temperature, by how many temperatures they make. */
export const schedules = { 40: 0.01, 391: 0.001, 3901: 0.0001 } as const;

/** The networks that are trained live. */
export const networks = { committee: 'committee machine', mlp: 'multilayer perceptron' } as const;

/** Learning rates, in steps of three. */
export const rates = ['0.003', '0.01', '0.03', '0.1', '0.3'] as const;

/** Settings that are one word of several. */
const choices = {
  kernel: Object.keys(kernels),
  network: Object.keys(networks),
  rate: rates,
  temperatures: Object.keys(schedules),
} as const;

export type Settings = { readonly [name in SliderName]: number } & {
  readonly kernel: keyof typeof kernels;
  readonly temperatures: `${keyof typeof schedules}`;
  readonly network: keyof typeof networks;
  readonly rate: (typeof rates)[number];
  /** Entries of a kernel that is drawn by hand, in quarters, row after row. */
  readonly drawn: readonly number[];
};

/** What an entry that is drawn by hand can be: from 0 to this many quarters. */
export const mostQuarters = 4;

const names = Object.keys(sliders) as SliderName[];

const usualNumbers = Object.fromEntries(names.map((name) => [name, sliders[name].usual]));

export const usual = {
  ...usualNumbers,
  kernel: 'directed-ring',
  temperatures: '3901',
  network: 'committee',
  rate: '0.01',
  drawn: identityOf(3),
} as unknown as Settings;

/** Only its own cover, for each. */
function identityOf(M: number): number[] {
  return Array.from({ length: M * M }, (_, i) => (i % (M + 1) === 0 ? mostQuarters : 0));
}

/** The same drawing for another number of covers: what is new reads only itself. */
export function redrawn(drawn: readonly number[], M: number): readonly number[] {
  const before = Math.sqrt(drawn.length);
  return identityOf(M).map((own, i) => {
    const [a, b] = [Math.floor(i / M), i % M];
    return a < before && b < before ? drawn[a * before + b] : own;
  });
}

/** A view by its name, a place in it, settings, and the words that say all this; a setting that cannot be is left out. */
export function readAddress(hash: string): {
  view: string;
  place: string;
  settings: Settings;
  query: string;
} {
  const [path, query = ''] = hash.replace(/^#/, '').split('?');
  const [view, place = ''] = path.split('/');
  const words = new URLSearchParams(query);
  const settings: Record<string, unknown> = { ...usual };
  for (const name of names) {
    const value = Number(words.get(name) ?? Number.NaN);
    if (Number.isFinite(value)) settings[name] = fitting(sliders[name], value);
  }
  for (const [name, known] of Object.entries<readonly string[]>(choices)) {
    const word = words.get(name) ?? '';
    if (known.includes(word)) settings[name] = word;
  }
  const M = settings.M as number;
  const drawn = words.get('drawn') ?? '';
  const digits = new RegExp(`^[0-${mostQuarters}]{${M * M}}$`).test(drawn) ? [...drawn].map(Number) : [];
  settings.drawn = digits.length > 0 ? digits : identityOf(M);
  return { view, place, settings: settings as Settings, query };
}

/** @param look words of its own that the view adds. */
export function writeAddress(
  view: string,
  settings: Settings,
  look: Readonly<Record<string, string>> = {},
): string {
  const words = new URLSearchParams(look);
  for (const name of [...names, ...(Object.keys(choices) as (keyof typeof choices)[])])
    if (settings[name] !== usual[name]) words.set(name, String(settings[name]));
  if (settings.kernel === 'matrix') words.set('drawn', settings.drawn.join(''));
  return `#${view}${words.size > 0 ? `?${words}` : ''}`;
}

/** The nearest number that the slider can stand at. */
function fitting({ min, max, step }: Slider, value: number): number {
  const steps = Math.round((Math.min(max, Math.max(min, value)) - min) / step);
  return Number((min + steps * step).toFixed(2));
}
