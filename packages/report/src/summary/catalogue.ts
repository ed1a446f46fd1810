import type { Parameters } from './parameters.ts';

/** What an author prefers where several views are possible. */
export interface ViewHint {
  /** Null: no axis, but a row for each group. */
  x?: string | null;
  facet?: string;
}

/** Groups of a method that differ from the experiment's own in some parameters: the paper does not have them. */
export interface Control {
  method: string;
  /** The method's own values. A group that differs in one of them is a control. */
  baseline: Parameters;
  /** Where its parameters do not speak for themselves. */
  name?: string;
  /** Why it is a control. */
  reason?: string;
}

/** What is known beforehand about an experiment of the paper. */
export interface CatalogueEntry {
  title: string;
  /** What of the paper it reproduces, as a sentence. */
  reproduces: string;
  /** The paper's setting, as far as it is one for all cells. */
  paper: { parameters: Parameters; trials?: number };
  /** Beside independent copies, which are a control anywhere. */
  controls?: readonly Control[];
  view?: ViewHint;
}

/** Appendix A.1 of the paper, and what an experiment sets besides. */
function annealingWith(parameters: Parameters): CatalogueEntry['paper'] {
  const appendix = {
    N: 1000,
    S: 10,
    gamma: 1,
    'schedule.from': 0.4,
    'schedule.to': 0.01,
    'schedule.step': 1e-4,
  };
  return { parameters: { ...appendix, ...parameters }, trials: 20 };
}

const tunedRate: Control = {
  method: 'sgd',
  baseline: { rate: 0.01, growth: 1.02 },
  name: 'SGD with tuned rate',
};

/** Appendix A.2 of the paper, and what an experiment sets besides. */
function committeeWith(parameters: Parameters): Pick<CatalogueEntry, 'paper' | 'controls'> {
  const appendix = { 'data.name': 'fashion-mnist', K: 9, B: 100, S: 10, epochs: 20000 };
  return { paper: { parameters: { ...appendix, ...parameters } }, controls: [tunedRate] };
}

const mlpControls: readonly Control[] = [
  {
    method: 'sgd',
    baseline: { noise: 0.01 },
    reason: 'because an average of M covers begins with 1/√M of the noise of one',
  },
  {
    method: 'mcover',
    baseline: { S: 10 },
    reason: 'because mixers of single permutations route messages but average none',
  },
];

/** Appendix A.3 and Table 4 of the paper, and what an experiment sets besides. */
function mlpWith(parameters: Parameters): Pick<CatalogueEntry, 'paper' | 'controls'> {
  const appendix = {
    'data.name': 'mnist',
    widths: '[784,512,512,10]',
    P: 60_000,
    activation: 'relu',
    B: 256,
    epochs: 40,
    rate: 0.05,
    momentum: 0.9,
    noise: 0.01,
    'kernel.kind': 'directed-ring',
    S: 10,
  };
  return { paper: { parameters: { ...appendix, ...parameters }, trials: 20 }, controls: mlpControls };
}

/** What the paper takes over from a program that is not public. */
const committeeGaps =
  'The paper gives neither the classes, nor the number of training patterns, nor the rate and its annealing; those ' +
  'here are a reading of it. At profile paper, training ends after 300 epochs at most, when β and γ have grown 370-fold.';

const mlpGaps =
  "The paper gives neither the kernel's shift and width nor the number of input blocks, nor says whether the losses of " +
  'the covers are summed; those here are a reading of it.';

/** In the order of a report. */
const catalogue: Readonly<Record<string, CatalogueEntry>> = {
  'table3-perceptron': {
    title: 'Perceptron at α = 1.58',
    reproduces: 'The perceptron column of Table 3.',
    paper: annealingWith({ alpha: 1.58, M: 3, 'kernel.sigma': 3 }),
  },
  'fig2a-load': {
    title: 'Perceptron, error against load, by number of covers',
    reproduces: 'Fig. 2a, where the paper sweeps α from 1.2 to 1.9.',
    paper: annealingWith({ 'kernel.sigma': 1.5 }),
    view: { x: 'alpha' },
  },
  'fig2b-load': {
    title: 'Perceptron, error against load, by method',
    reproduces: 'Fig. 2b, where the paper sweeps α from 1.2 to 1.9.',
    paper: annealingWith({ M: 3, 'kernel.sigma': 1.5 }),
    view: { x: 'alpha' },
  },
  'fig3-kernel': {
    title: 'Perceptron, error against the width of the ring kernel',
    reproduces: 'Fig. 3. The paper gives neither the load nor the grid of this figure.',
    paper: annealingWith({}),
    view: { x: 'kernel.sigma', facet: 'kernel.mu' },
  },
  'fig5-covers': {
    title: 'Perceptron, error against the number of covers',
    reproduces: 'Fig. 5. The paper gives no load for this figure.',
    paper: annealingWith({ 'kernel.mu': 2, 'kernel.sigma': 1.5 }),
    view: { x: 'M' },
  },
  'table3-committee': {
    title: 'Committee machine, error by method',
    reproduces: `The committee column of Table 3. ${committeeGaps}`,
    ...committeeWith({ M: 4, 'kernel.kind': 'uniform' }),
  },
  'fig2c-committee': {
    title: 'Committee machine, distribution of test errors by method',
    reproduces: `Fig. 2c, with the trials of Table 3. ${committeeGaps}`,
    ...committeeWith({ M: 4, 'kernel.kind': 'uniform' }),
  },
  'fig4-committee-kernel': {
    title: 'Committee machine, error against the width of the ring kernel',
    reproduces: 'Fig. 4. The paper gives neither the shift nor the grid of this figure.',
    ...committeeWith({}),
    view: { x: 'kernel.sigma', facet: 'kernel.kind' },
  },
  'table3-mlp': {
    title: 'Multilayer perceptron, error by method',
    reproduces: `The MLP column of Table 3. ${mlpGaps}`,
    ...mlpWith({ M: 5 }),
  },
  'fig2d-mlp': {
    title: 'Multilayer perceptron, distribution of test errors by number of covers',
    reproduces: `Fig. 2d, where the paper has M = 1 and 5, and further covers of its Table 4. ${mlpGaps}`,
    ...mlpWith({}),
    view: { x: null },
  },
  'mlp-kernel': {
    title: 'Multilayer perceptron, error against the width of the ring kernel',
    reproduces: 'What the paper leaves to future work.',
    ...mlpWith({ M: 5 }),
    view: { x: 'kernel.sigma', facet: 'kernel.mu' },
  },
};

export function catalogued(id: string): CatalogueEntry | undefined {
  return Object.hasOwn(catalogue, id) ? catalogue[id] : undefined;
}

/** Experiments of the paper in its order, then the others by name. */
export function compareExperiments(a: string, b: string): number {
  const order = Object.keys(catalogue);
  const place = (id: string) => (Object.hasOwn(catalogue, id) ? order.indexOf(id) : order.length);
  return place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0);
}
