import { drawSvg } from '@mcover/report';
import { expect, it } from 'vitest';
import { scalingFigure } from '../dist/figures/scaling.js';

const rows = [100, 200, 400].map((median, i) => ({
  series: 'G',
  subject: 'wasm',
  at: { G: 2 ** i },
  unit: 'step',
  deviation: 0.1,
  shortest: 1,
  median,
  interval: { low: i === 0 ? -50 : median / 2, high: median * 2 },
}));
const fits = [
  {
    series: 'G',
    subject: 'wasm',
    against: 'G',
    expected: undefined,
    exponent: 1,
    factor: 100,
    interval: { low: 0.9, high: 1.1 },
  },
];

it('draws an interval that reaches below 0 to the end of its logarithmic axis', async () => {
  const { spec } = scalingFigure(rows, fits, { id: 'x', alt: '', title: '', subtitle: '' });
  const [{ layer }] = (spec as unknown as { concat: { layer: { encoding: object; data: object }[] }[] })
    .concat;
  // Half of 200 is the least bound above 0, 800 the largest.
  expect(layer[0].encoding).toMatchObject({ y: { scale: { type: 'log', domain: [100 / 1.5, 1200] } } });
  expect(layer[1].data).toMatchObject({
    values: [{ low: 100 / 1.5, high: 200 }, { low: 100 }, { low: 200 }],
  });
  expect(await drawSvg(spec)).not.toContain('NaN');
});
