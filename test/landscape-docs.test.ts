import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gaussian, stream } from '@mcover/core';
import { inputsOf, networkClasses } from '@mcover/core/internals';
import { readSafetensors, writeSafetensors } from '@mcover/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../packages/mcover/bin/mcover.js', import.meta.url));
const docs = fs.readFileSync(new URL('../docs/landscape.md', import.meta.url), 'utf8');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mcover-landscape-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A command line in the folder, as a shell takes it. */
function shell(line: string) {
  const script = `mcover() { '${process.execPath}' '${program}' "$@"; }\n${line}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, MCOVER_OFFLINE: '1', NO_COLOR: '1' },
  });
  return { code: status, stdout, stderr };
}

const found = (line: string) => JSON.parse(shell(`${line} --json`).stdout);

/** Layers under names that PyTorch gives, of which "10" comes after "2". */
function layersOf(widths: readonly number[], name: string) {
  const random = stream({ root: 7, trial: 0 }, name);
  const drawn = (count: number) => Float32Array.from({ length: count }, () => gaussian(random) / 2);
  return widths.slice(1).map((outputs, l) => ({
    weight: { shape: [outputs, widths[l]], data: drawn(outputs * widths[l]) },
    bias: { shape: [outputs], data: drawn(outputs).map((x) => x / 10) },
  }));
}

type Layers = ReturnType<typeof layersOf>;
const places = [0, 2, 10];

function save(file: string, layers: Layers, more = {}) {
  const tensors = layers.flatMap(({ weight, bias }, l) => [
    [`net.${places[l]}.weight`, weight],
    [`net.${places[l]}.bias`, bias],
  ]);
  fs.writeFileSync(
    path.join(folder, file),
    writeSafetensors({ ...Object.fromEntries(tensors), ...more }, {}),
  );
}

/** The same function: units of the first layer turned round, scaled by powers of two. */
function scrambled([first, second, ...rest]: Layers): Layers {
  const [units, inputs] = first.weight.shape;
  const from = (r: number) => units - 1 - r;
  const by = (r: number) => 2 ** ((r % 3) - 1);
  const moved = {
    weight: {
      ...first.weight,
      data: first.weight.data.map((_, at) => {
        const r = Math.floor(at / inputs);
        return by(r) * first.weight.data[from(r) * inputs + (at % inputs)];
      }),
    },
    bias: { ...first.bias, data: first.bias.data.map((_, r) => by(r) * first.bias.data[from(r)]) },
  };
  const behind = second.weight.data.map((_, at) => {
    const r = at % units;
    return second.weight.data[at - r + from(r)] / by(r);
  });
  return [moved, { ...second, weight: { ...second.weight, data: behind } }, ...rest];
}

const widths = [6, 8, 7, 3];
const a = layersOf(widths, 'a');

beforeAll(() => {
  save('A.safetensors', a);
  save('B.safetensors', layersOf(widths, 'b'));
  save('same.safetensors', scrambled(a));
  const random = stream({ root: 5, trial: 0 }, 'rows');
  const inputs = Array.from({ length: 60 }, () => Array.from({ length: 6 }, () => gaussian(random)));
  // Labels are what A says: it has no errors.
  const all = a.flatMap(({ weight, bias }) => [...weight.data, ...bias.data]);
  const x = Float32Array.from(inputs.flat());
  const classes = networkClasses({ widths, activation: 'relu' }, all, inputsOf({ N: 6, P: 60, x }));
  // The labels of A tell the networks apart.
  expect(new Set(classes).size).toBe(3);
  const rows = inputs.map((row, mu) => [...row.map(Math.fround), classes[mu]].join());
  fs.writeFileSync(path.join(folder, 'train.csv'), `${['a,b,c,d,e,f,class', ...rows].join('\n')}\n`);
  const networks = {
    id: 'networks',
    model: 'mlp',
    data: { name: 'hidden-manifold', D: 4, test: 20 },
    params: { widths: [8, 5, 10], P: 30, B: 10, epochs: 3 },
    methods: [{ method: 'sgd' }],
    trials: 1,
    profiles: { quick: {} },
  };
  fs.writeFileSync(path.join(folder, 'networks.json'), JSON.stringify(networks));
});

describe('docs/landscape.md', () => {
  const blocks = [...docs.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block.trim());
  const lines = blocks.flatMap((block) => block.split('\n'));

  test.each(lines)('%s', (line) => {
    const { code, stdout, stderr } = shell(line);
    expect(stderr).not.toMatch(/Error/);
    expect(code).toBe(0);
    if (line.includes('landscape')) expect(stdout).toMatch(/geodesic/);
  });

  test('the figures that it names are there', () => {
    for (const name of ['paths.svg', 'energy.svg'])
      expect(fs.readFileSync(path.join(folder, 'figures', name), 'utf8')).toContain('B');
    const { pairs } = JSON.parse(fs.readFileSync(path.join(folder, 'figures', 'landscape.json'), 'utf8'));
    expect(pairs[0].paths.geodesic.errors).toHaveLength(33);
  });
});

const on = '--data train.csv --label class --noise 0.5 --draws 4';

test('one function in other weights is at no distance, and nothing lies between', () => {
  const { solutions, pairs, nothingInCommon } = found(
    `mcover landscape A.safetensors same.safetensors ${on}`,
  );
  const [{ distances, cosines, paths }] = pairs;
  expect(distances.aligned).toBeLessThan(1e-6);
  expect(distances.normalised).toBeGreaterThan(1);
  expect(nothingInCommon.aligned).toBeGreaterThan(1);
  expect(cosines[0]).toBeCloseTo(1, 6);
  expect(solutions.map(({ error }: { error: number }) => error)).toEqual([0, 0]);
  expect(paths.geodesic.highest).toBe(0);
  expect(paths.linear.highest).toBeGreaterThan(0);
  expect(solutions[0].energy[0].mean).toBeGreaterThan(0);
});

test('tanh units keep their scale: there is no torus', () => {
  const [{ distances, paths }] = found(
    `mcover landscape A.safetensors B.safetensors ${on} --activation tanh`,
  ).pairs;
  expect(Object.keys(distances)).toEqual(['raw']);
  expect(Object.keys(paths)).toEqual(['linear', 'aligned']);
});

test.each<[string, string, RegExp]>([
  ['one file', `A.safetensors ${on}`, /A\.safetensors: name a second file/],
  [
    'no data',
    'A.safetensors B.safetensors',
    /A\.safetensors does not say what it learnt from; name patterns/,
  ],
  [
    'another shape',
    `A.safetensors wide.safetensors ${on}`,
    /A\.safetensors is 6-8-7-3, relu, and wide\.safetensors is/,
  ],
  ['no file', `A.safetensors none.safetensors ${on}`, /none\.safetensors: .*no such file/],
  ['another format', `A.safetensors train.csv ${on}`, /train\.csv: no safetensors file/],
  [
    'a strange tensor',
    `A.safetensors strange.safetensors ${on}`,
    /strange\.safetensors: .*norm.running_mean: is neither/,
  ],
  ['a convolution', `A.safetensors conv.safetensors ${on}`, /conv\.safetensors: .*has the shape \[2,1,3,3\]/],
  [
    'layers that do not fit',
    `A.safetensors gap.safetensors ${on}`,
    /gap\.safetensors: .*has 5 inputs, and .* 8 outputs/,
  ],
  [
    'too few classes',
    `two.safetensors two.safetensors ${on}`,
    /a label 2, and the networks tell the classes 0 to 1/,
  ],
  [
    'other inputs',
    `five.safetensors five.safetensors ${on}`,
    /6 inputs in a pattern, and the networks take 5/,
  ],
  ['unknown data', 'A.safetensors B.safetensors --data nothing', /no data set or file "nothing"/],
  ['steps', `A.safetensors B.safetensors ${on} --steps 12`, /Allowed: 2, 4, 8/],
  ['noise', 'A.safetensors B.safetensors --noise 0.1,,2', /Allowed: numbers from 0/],
])('%s: exit code 2, and why', (_, args, message) => {
  save('wide.safetensors', layersOf([6, 9, 7, 3], 'wide'));
  save('two.safetensors', layersOf([6, 2], 'two'));
  save('five.safetensors', layersOf([5, 3], 'five'));
  save('strange.safetensors', a, { 'norm.running_mean': { shape: [8], data: new Float32Array(8) } });
  save('conv.safetensors', a, { 'net.11.weight': { shape: [2, 1, 3, 3], data: new Float32Array(18) } });
  save('gap.safetensors', [a[0], ...layersOf([5, 3], 'gap')]);
  const { code, stderr } = shell(`mcover landscape ${args}`);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});

test('trials on different data are refused, both by name, unless data are named', () => {
  const weights = (out: string) => {
    const own = path.join(folder, out, 'results/quick/weights');
    return path.join(own, fs.readdirSync(own)[0]);
  };
  for (const seed of [1, 2])
    expect(shell(`mcover run networks.json --save-weights --out seed${seed} --seed ${seed}`).code).toBe(0);
  const files = `${weights('seed1')} ${weights('seed2')}`;
  const { code, stderr } = shell(`mcover landscape ${files}`);
  expect(code).toBe(2);
  expect(stderr).toMatch(/seed1.* and .*seed2.* learnt from different patterns/);
  const { tensors } = readSafetensors(fs.readFileSync(weights('seed1')));
  expect(Object.keys(tensors)).toContain('layers.0.weight');
});
