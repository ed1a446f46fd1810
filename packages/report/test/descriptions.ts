import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { perceptronTheory } from '@mcover/core';
import type { Description, Metric, Notation, Theory, TrialRecord } from '@mcover/record';

/** Descriptions as the harness writes them: of the experiments of the repository, and of anyone's own. */

type ModelPart = Pick<Description, 'methods' | 'parameters' | 'metrics' | 'theory' | 'arithmetic'>;

/** What the tests make up fits. A schema from a file has no more than its JSON. */
const any: Description['result'] = JSON.parse('{"type":"object"}');

const labels = {
  vanilla: 'vanilla SA',
  sgd: 'SGD',
  rsa: 'RSA',
  rsgd: 'rSGD',
  easgd: 'EASGD',
  esgd: 'Entropy-SGD',
  ema: 'averaged SGD',
  amp: 'AMP',
  rbp: 'reinforced BP',
  sbpi: 'SBPI',
  ste: 'STE',
  'sbpi-cover': 'SBPI in covers',
  'ste-cover': 'STE in covers',
  mcover: 'M-cover',
} as const;
const methods = (...names: (keyof typeof labels)[]): Description['methods'] =>
  Object.fromEntries(names.map((name) => [name, { label: labels[name], params: any }]));

const independent = {
  label: 'independent copies',
  control: true,
  about: 'M networks that SGD trains apart and that are averaged, without any routing',
  params: any,
};
const apart = { ...independent, about: 'M copies that are annealed apart and averaged, without any routing' };

/** All parameters of the four models in the order of reading; each model lists its own. */
const notations = {
  model: { symbol: 'model', tacit: true },
  'data.name': { symbol: 'data', task: true },
  'data.insteadOf': { symbol: 'instead of', tacit: true },
  'data.D': { symbol: 'D', label: 'dimensions D of the manifold', task: true, tacit: true },
  'data.test': { symbol: 'test patterns', task: true, tacit: true },
  'data.sha256': { symbol: 'SHA-256', task: true, tacit: true },
  arithmetic: { symbol: 'arithmetic', tacit: true },
  classes: { symbol: 'classes', separator: ' and ', task: true, tacit: true },
  widths: { symbol: 'widths', separator: '-' },
  N: { symbol: 'N', label: 'number of weights N', task: true },
  P: { symbol: 'P', label: 'training patterns P', task: true },
  K: { symbol: 'K', label: 'hidden units K' },
  activation: { symbol: 'activation', tacit: true },
  alpha: { symbol: 'α', label: 'load α = P/N', task: true },
  M: { symbol: 'M', label: 'number of covers M' },
  S: { symbol: 'S', label: 'sampled destinations S' },
  'kernel.kind': { symbol: 'kernel', bare: true },
  'kernel.mu': { symbol: 'μ', label: 'shift μ of the ring (covers)' },
  'kernel.sigma': { symbol: 'σ', label: 'width σ of the ring (covers)', logarithmic: true },
  'kernel.matrix': { symbol: 'Q' },
  G: { symbol: 'G', label: 'input blocks G of a layer' },
  mixing: { symbol: 'mixers', tacit: true },
  loss: { symbol: 'loss of covers', tacit: true },
  rate: { symbol: 'η', label: 'learning rate η', logarithmic: true, tacit: true },
  momentum: { symbol: 'momentum', tacit: true },
  noise: { symbol: 'noise', label: 'initial noise of a cover', digits: 3, tacit: true },
  growth: { symbol: 'growth', label: 'growth of β and γ in an epoch', tacit: true },
  beta: { symbol: 'β', tacit: true },
  gamma: { symbol: 'γ' },
  attraction: { symbol: 'g', tacit: true },
  attractionGrowth: { symbol: 'growth of g', tacit: true },
  elasticity: { symbol: 'a', tacit: true },
  elasticGrowth: { symbol: 'growth of a', tacit: true },
  centreRate: { symbol: 'rate of the centre', tacit: true },
  period: { symbol: 'period', tacit: true },
  inner: { symbol: 'L', tacit: true },
  scope: { symbol: 'scope', tacit: true },
  scoping: { symbol: 'scoping', tacit: true },
  innerMemory: { symbol: 'inner memory', tacit: true },
  innerNoise: { symbol: 'ε', digits: 3, tacit: true },
  outer: { symbol: 'outer rate', tacit: true },
  memory: { symbol: 'memory', tacit: true },
  B: { symbol: 'B', label: 'batch size B', tacit: true },
  epochs: { symbol: 'epochs', label: 'most epochs', tacit: true },
  minLoss: { symbol: 'least loss', tacit: true },
  cost: { symbol: 'cost', tacit: true },
  'schedule.from': { symbol: 'T from', tacit: true },
  'schedule.to': { symbol: 'T to', tacit: true },
  'schedule.step': { symbol: 'T step', tacit: true },
  sweeps: { symbol: 'sweeps per T', tacit: true },
  iterations: { symbol: 'iterations', label: 'most iterations', tacit: true },
  tolerance: { symbol: 'tolerance', tacit: true },
  damping: { symbol: 'damping', tacit: true },
  reinforcement: { symbol: 'δ', tacit: true },
  metaplastic: { symbol: 'κ', tacit: true },
  sharpness: { symbol: 'sharpness', tacit: true },
  clip: { symbol: 'clip', tacit: true },
  start: { symbol: 'start', tacit: true },
} satisfies Record<string, Omit<Notation, 'path'>>;

type Path = keyof typeof notations;

/** In the order above, whatever the order of the names. */
function listed(paths: readonly Path[], own: Partial<Record<Path, object>> = {}): Notation[] {
  return (Object.keys(notations) as Path[])
    .filter((path) => paths.includes(path))
    .map((path) => ({ path, ...notations[path], ...own[path] }));
}

const kernel: Path[] = ['M', 'S', 'kernel.kind', 'kernel.mu', 'kernel.sigma', 'kernel.matrix'];
const annealing: Path[] = ['cost', 'schedule.from', 'schedule.to', 'schedule.step', 'sweeps', 'gamma'];
const solving: Path[] = [
  ...(['iterations', 'tolerance', 'damping', 'reinforcement', 'metaplastic'] as const),
  ...(['B', 'epochs', 'rate', 'sharpness', 'clip', 'start'] as const),
];
const images: Path[] = ['model', 'data.name', 'data.insteadOf', 'data.D', 'data.test', 'data.sha256'];
const centre: Path[] = [
  ...(['elasticity', 'elasticGrowth', 'centreRate', 'period'] as const),
  ...(['inner', 'scope', 'scoping', 'innerMemory', 'innerNoise', 'outer', 'memory'] as const),
];
const descent: Path[] = ['arithmetic', 'rate', 'attraction', 'attractionGrowth', ...centre, 'B', 'epochs'];
const committee: Path[] = ['classes', 'N', 'P', 'K'];

const testError: Metric = { key: 'testError', label: 'test error', better: 'lower' };
const trainError: Metric = { key: 'trainError', label: 'train error', better: 'lower' };
const epochs: Metric = { key: 'epochs', label: 'epochs', better: 'lower', decimals: 0 };

/** Takes a second to compute. */
let computed: Theory[] | undefined;

function theory(): Theory {
  const { source, curves, thresholds } = perceptronTheory();
  const names = ['Bayes-optimal error', 'fixed point of AMP'];
  return {
    metric: 'generalizationError',
    path: 'alpha',
    source,
    curves: curves.map(({ alpha, generalizationError }, k) => ({
      name: names[k],
      x: alpha,
      y: generalizationError,
    })),
    thresholds: [
      { name: 'information-theoretic threshold', x: thresholds.information },
      { name: 'AMP spinodal', x: thresholds.ampSpinodal },
    ],
  };
}

export const models: Readonly<Record<string, ModelPart>> = {
  perceptron: {
    methods: {
      ...methods('vanilla', 'rsa', 'amp', 'rbp', 'sbpi', 'ste', 'sbpi-cover', 'ste-cover', 'mcover'),
      independent: apart,
    },
    arithmetic: false,
    // Its data have one name.
    parameters: listed(['model', 'data.name', 'N', 'alpha', ...kernel, ...annealing, ...solving], {
      'data.name': { tacit: true },
    }),
    metrics: [
      { key: 'generalizationError', label: 'generalization error', better: 'lower' },
      { key: 'solved', label: 'solved', better: 'higher', flag: true },
      { key: 'iterations', label: 'iterations', better: 'lower', decimals: 0 },
    ],
    get theory() {
      computed ??= [theory()];
      return computed;
    },
  },
  committee: {
    methods: { ...methods('sgd', 'rsgd', 'easgd', 'esgd', 'ema', 'mcover'), independent },
    arithmetic: true,
    // γ is annealed with β.
    parameters: listed(
      [...images, ...descent, ...committee, ...kernel, 'growth', 'beta', 'gamma', 'minLoss'],
      { gamma: { tacit: true } },
    ),
    metrics: [testError, trainError, epochs],
  },
  'binary-committee': {
    methods: { ...methods('vanilla', 'rsa', 'mcover'), independent: apart },
    arithmetic: false,
    parameters: listed([...images, ...committee, ...kernel, ...annealing]),
    metrics: [testError, trainError],
  },
  mlp: {
    methods: { ...methods('sgd', 'rsgd', 'easgd', 'esgd', 'ema', 'mcover'), independent },
    arithmetic: true,
    parameters: listed([
      ...images,
      ...descent,
      ...kernel,
      ...(['widths', 'P', 'activation', 'G', 'mixing', 'loss', 'momentum', 'noise'] as const),
    ]),
    metrics: [testError, trainError, epochs],
  },
};

/** A model that measures the ends of another one's trials, by its first number. */
function measuring(base: string, first: Metric): ModelPart {
  const { methods, arithmetic, parameters } = models[base];
  return { methods, arithmetic, parameters, metrics: [first] };
}

const barrier: Metric = { key: 'barrier', label: 'barrier', better: 'lower' };
const measured: Readonly<Record<string, ModelPart>> = {
  'perceptron-pair': measuring('perceptron', barrier),
  'perceptron-patterns-pair': measuring('perceptron', barrier),
  'committee-pair': measuring('committee', { ...barrier, key: 'excess' }),
  'committee-solution': measuring('committee', { key: 'rise', label: 'δE', better: 'lower' }),
  'mlp-pair': measuring('mlp', barrier),
};

interface File extends Pick<Description, 'title' | 'note' | 'paper' | 'controls' | 'view'> {
  id: string;
  extends?: string;
  model: string;
  profiles: Record<string, object>;
}

const folder = fileURLToPath(new URL('../../../experiments/', import.meta.url));

function readFile(name: string): File {
  const own = JSON.parse(readFileSync(folder + name, 'utf8'));
  return (own.extends ? merge(readFile(own.extends), own) : own) as File;
}

/** A merge patch (RFC 7386). */
function merge(target: unknown, patch: unknown): unknown {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...(target as object) } : {};
  for (const [key, value] of Object.entries(patch as object)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}

/** The description of an experiment of the repository. */
export function describeFile(id: string, profile = 'paper'): Description {
  const file = readFile(`${id}.json`);
  const resolved = merge(file, file.profiles[profile] ?? {}) as File;
  const { title, note, paper, controls, view } = resolved;
  return {
    ...describeOwn(id, file.model),
    command: ['repro', '--only', id],
    ...(title && { title }),
    ...(note && { note }),
    ...(paper && { paper }),
    ...(controls && { controls }),
    ...(view && { view }),
    resolved: { ...resolved },
  };
}

/** The description of someone's own experiment, of which nothing is said but the model. */
export function describeOwn(experiment: string, model: string): Description {
  const command = ['run', `${experiment}.json`];
  return {
    experiment,
    command,
    model,
    data: any,
    result: any,
    resolved: {},
    ...(measured[model] ?? models[model]),
  };
}

export const repositoryIds = [
  'table3-perceptron',
  'fig2a-load',
  'fig2b-load',
  'fig3-kernel',
  'fig5-covers',
  'table3-committee',
  'fig2c-committee',
  'fig4-committee-kernel',
  'table3-mlp',
  'fig2d-mlp',
  'mlp-kernel',
  'baselines-perceptron',
  'baselines-committee',
  'lifted-rules',
  'toroid-perceptron',
  'toroid-barriers',
  'toroid-manifold',
  'equal-cost',
  'local-energy',
  'toroid-mlp',
];

/** Records with the descriptions of their experiments, which those given go before. */
export function described(records: readonly TrialRecord[], ...given: readonly Description[]) {
  const descriptions = new Map<string, Description>();
  for (const { experiment, spec } of records) {
    if (descriptions.has(experiment)) continue;
    const known = repositoryIds.includes(experiment);
    descriptions.set(experiment, known ? describeFile(experiment) : describeOwn(experiment, spec.model));
  }
  for (const one of given) descriptions.set(one.experiment, one);
  return { records, descriptions };
}
