import { builtIn } from '@mcover/models';
import { describe, expect, test } from 'vitest';
import { chooseExperiments } from '../dist/config/catalogue.js';
import { cellsOf } from '../dist/config/cells.js';
import { readExperiment, withProfile } from '../dist/config/experiment.js';
import { isOverride, overridden, overrideOf } from '../dist/config/override.js';
import { temporary, tiny, writeExperiment } from './support.ts';

type Params = Record<string, unknown> & { kernel?: Record<string, unknown> };

/** Method and parameters of each cell of an experiment under some settings. */
function cells(content: object, ...set: string[]): [string, Params][] {
  const experiment = readExperiment(writeExperiment(temporary(), 'e.json', content));
  const apply = (node: Parameters<typeof overridden>[0]) => overridden(node, set.map(overrideOf), builtIn);
  const node = withProfile({ ...experiment, settings: { texts: set, apply } }, 'smoke');
  return cellsOf(node).map(({ cell }) => [cell.method, cell.params as Params]);
}

const values = (content: object, key: string, ...set: string[]) =>
  cells(content, ...set).map(([, params]) => params[key]);

describe('a setting', () => {
  test('comes over the file, its profile and its methods', () => {
    const profiles = { smoke: { params: { N: 13 } } };
    expect(values({ ...tiny, profiles }, 'N', 'N=21')).toEqual([21, 21, 21]);
    const methods = [{ method: 'mcover', params: { M: 3 }, sweep: { S: [1, 2] } }];
    expect(cells({ ...tiny, methods }, 'params.M=5', 'S=3').map(([, { M, S }]) => [M, S])).toEqual([[5, 3]]);
  });

  test('with commas is a sweep, which takes the place of the file’s', () => {
    const swept = { ...tiny, methods: [{ method: 'vanilla' }], sweep: { alpha: [1, 2, 3], N: [11, 13] } };
    expect(cells(swept, 'alpha=1.5,1.7').map(([, { N, alpha }]) => [N, alpha])).toEqual([
      [11, 1.5],
      [11, 1.7],
      [13, 1.5],
      [13, 1.7],
    ]);
  });

  test('reaches the methods that have the parameter, by their kernel', () => {
    const methods = [
      { method: 'vanilla' },
      { method: 'mcover' },
      { method: 'mcover', params: { kernel: { kind: 'wrapped-ring' } } },
    ];
    expect(cells({ ...tiny, methods }, 'kernel.sigma=0.5,1').map(([, { kernel }]) => kernel?.sigma)).toEqual([
      undefined,
      0.5,
      1,
      0.5,
      1,
    ]);
    const uniform = {
      ...tiny,
      params: { ...tiny.params, kernel: undefined },
      methods: [
        { method: 'mcover', params: { kernel: tiny.params.kernel } },
        { method: 'mcover', params: { kernel: { kind: 'uniform' } } },
      ],
    };
    expect(values(uniform, 'kernel', 'kernel.sigma=2')).toEqual([
      { ...tiny.params.kernel, sigma: 2 },
      { kind: 'uniform' },
    ]);
  });

  test('may be a whole object, a list, a word or a text', () => {
    const methods = [{ method: 'mcover' }];
    expect(values({ ...tiny, methods }, 'kernel', 'kernel={"kind":"uniform"},{"kind":"identity"}')).toEqual([
      { kind: 'uniform' },
      { kind: 'identity' },
    ]);
    expect(values({ ...tiny, methods }, 'cost', 'cost=count,"linear"')).toEqual(['count', 'linear']);
    expect(overrideOf('widths=[20,8,10],[20,10]').values).toHaveLength(2);
  });

  test('of the data is one value', () => {
    expect(() => cells(tiny, 'data.name=x')).toThrow(/^"data\.name=x":1:1: \/data\/name: "x" must be /);
    expect(() => cells(tiny, 'data.name=x,y')).toThrow('data cannot be swept');
  });

  test.each([
    ['kernel.sgima=1', /^kernel\.sgima: no method .*; nearest: "kernel\.sigma"; known: .*alpha/],
    ['zzzzzzz=1', /no method of the perceptron here has such a parameter; known: /],
    ['N=0', /^"N=0":1:1: \/params\/N: 0 must be >= 1$/],
    ['N=', /is no setting/],
    ['N=1,', /is no setting/],
    ['N=1e999', /not finite/],
    ['kernel={"kind":', /not JSON/],
  ])('%s is refused', (text, message) => {
    expect(() => cells(tiny, text)).toThrow(message);
  });

  test('below what is swept as a whole is refused', () => {
    const swept = { ...tiny, methods: [{ method: 'mcover' }], sweep: { kernel: [{ kind: 'uniform' }] } };
    expect(() => cells(swept, 'kernel.sigma=1')).toThrow(/sweeps "kernel" as a whole|no method/);
    expect(values(swept, 'kernel', 'kernel={"kind":"identity"}')).toEqual([{ kind: 'identity' }]);
  });

  test('is told from the name of a file', () => {
    expect(['N=1', 'a.b=c/d'].map(isOverride)).toEqual([true, true]);
    expect(['e.json', 'dir/x=1.json', '=1'].map(isOverride)).toEqual([false, false, false]);
  });
});

test('an id stands for itself, or for all that begin so', () => {
  const folder = temporary();
  const files = ['table3', 'table3-mlp', 'fig3-kernel'].map((id) =>
    writeExperiment(folder, `${id}.json`, { ...tiny, id }),
  );
  const ids = (...only: string[]) =>
    chooseExperiments({ files, named: false, profile: 'smoke', only }).map(({ id }) => id);
  expect(ids('fig3')).toEqual(['fig3-kernel']);
  expect(ids('table')).toEqual(['table3', 'table3-mlp']);
  expect(ids('table3')).toEqual(['table3']);
  expect(() => ids('fig5-kernel')).toThrow(
    /^no experiment "fig5-kernel"; nearest: "fig3-kernel"; known: table3, /,
  );
});
