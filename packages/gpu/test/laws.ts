import { coverOf, Margins, stream } from '@mcover/core';
import { blockMessages as coreMessages, hiddenField } from '@mcover/core/internals';
import {
  blockMessages,
  blockMessagesBack,
  type Device,
  mixMessages,
  routedFields,
  routedFieldsBack,
  routedMargins,
  tolerance,
  unmixMessages,
} from '@mcover/gpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFields, randomLayer, randomMargins, randomSizes } from './problems.ts';

/** What holds for every device, against core's plain loops in doubles. */
export function describeDevice(name: string, open: () => Promise<Device>): void {
  describe(name, () => {
    let device: Device;
    const random = stream({ root: 7, trial: 0 }, 'device laws', {});
    const sizes = Array.from({ length: 10 }, () => randomSizes(random));
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device?.close());

    it('gives the routed margins of 100 random problems exactly', async () => {
      for (let i = 0; i < 100; i++) {
        const { problem, weights } = randomMargins(random, sizes[i % sizes.length]);
        const patterns = { ...problem, cost: 'linear' } as const;
        const { contexts } = coverOf(problem.bank, weights, (context) => new Margins(patterns, context));
        const found = await routedMargins(device, problem, weights);
        expect([...found], `problem ${i}`).toEqual(contexts.flatMap(({ margins }) => [...margins]));
      }
    });

    it('gives routed fields within the tolerance, and their transpose', async () => {
      for (let i = 0; i < 20; i++) {
        const { problem, weights, deltas } = randomFields(random, sizes[i % sizes.length]);
        const { N, P, bank } = problem;
        const fields = await routedFields(device, problem, weights);
        expectClose(fields, fieldsOf(problem, weights), fieldsOf(problem, weights.map(Math.abs), ones), N);
        const back = await routedFieldsBack(device, problem, deltas);
        const magnitude = fieldsBackOf(problem, deltas.map(Math.abs), ones);
        expectClose(back, fieldsBackOf(problem, deltas), magnitude, bank.S * P);
      }
    });

    it('gives mixed block messages within the tolerance', async () => {
      for (let i = 0; i < 20; i++) {
        const { layer, W, h, Q } = randomLayer(random, sizes[i % sizes.length]);
        const messages = await blockMessages(device, layer, W, h);
        const fields = await mixMessages(device, layer, Q, messages);
        const exact = forwardOf(layer, W, h, Q);
        const magnitude = forwardOf(layer, W.map(Math.abs), h.map(Math.abs), Q);
        expectClose(fields, exact, magnitude, layer.inputs + layer.G * layer.M);
      }
    });

    it('gives their transposes within the tolerance', async () => {
      for (let i = 0; i < 20; i++) {
        const { layer, W, h, Q, deltas } = randomLayer(random, sizes[i % sizes.length]);
        const byMessages = await unmixMessages(device, layer, Q, deltas);
        const { byWeights, byValues } = await blockMessagesBack(device, layer, W, h, byMessages);
        const exact = backwardOf(layer, W, h, Q, deltas);
        const [absW, absH, absD] = [W, h, deltas].map((values) => values.map(Math.abs));
        const magnitude = backwardOf(layer, absW, absH, Q, absD);
        expectClose(byWeights, exact.byWeights, magnitude.byWeights, layer.M + layer.B);
        expectClose(byValues, exact.byValues, magnitude.byValues, layer.M + layer.outputs);
      }
    });
  });
}

function expectClose(found: Float32Array, exact: Float64Array, magnitude: Float64Array, terms: number): void {
  expect(found.length).toBe(exact.length);
  const far = exact.findIndex(
    (value, at) => !(Math.abs(found[at] - value) <= tolerance(terms, magnitude[at])),
  );
  if (far >= 0) expect.fail(`entry ${far} is ${found[far]}, not ${exact[far]}`);
}

type Fields = ReturnType<typeof randomFields>['problem'];
const ones = (x: number) => Math.abs(x);
const same = (x: number) => x;

/** Eq. 10 by core's hidden fields of the weights that a channel and a cover read. */
function fieldsOf({ N, K, P, x, bank }: Fields, weights: Float32Array, of = same): Float64Array {
  const { M, S, routes } = bank;
  const out = new Float64Array(S * M * K * P);
  const patterns = { N, P, x: x.map(of), y: new Int8Array(P) };
  for (let row = 0; row < S * M; row++) {
    const s = Math.floor(row / M);
    const context = Float64Array.from({ length: K * N }, (_, q) => {
      return weights[routes[(s * K * N + q) * M + (row % M)] * K * N + q];
    });
    for (let k = 0; k < K; k++) {
      for (let mu = 0; mu < P; mu++) out[(row * K + k) * P + mu] = hiddenField(context, k, patterns, mu);
    }
  }
  return out;
}

/** The gradient by what was read, added to where it was read from, along the routes themselves. */
function fieldsBackOf({ N, K, P, x, bank }: Fields, deltas: Float32Array, of = same): Float64Array {
  const { M, S, routes } = bank;
  const out = new Float64Array(M * K * N);
  for (let row = 0; row < S * M; row++) {
    const s = Math.floor(row / M);
    for (let q = 0; q < K * N; q++) {
      const source = routes[(s * K * N + q) * M + (row % M)] * K * N + q;
      const k = Math.floor(q / N);
      for (let mu = 0; mu < P; mu++) out[source] += deltas[(row * K + k) * P + mu] * of(x[mu * N + (q % N)]);
    }
  }
  return out;
}

type Layer = ReturnType<typeof randomLayer>['layer'];

/** The layer of core, with weights as its parameters lie: those of a cover, then its biases. */
function coreLayer({ inputs, outputs, G, M }: Layer, W: Float32Array, Q: Float32Array) {
  const size = (inputs + 1) * outputs;
  const w = new Float64Array(M * size);
  for (let a = 0; a < M; a++) w.set(W.subarray(a * inputs * outputs, (a + 1) * inputs * outputs), a * size);
  const layer = { inputs, outputs, weights: 0, biases: inputs * outputs };
  return { w, size, plain: coreMessages({ layer, M, size, mixers: { G, Q: Float64Array.from(Q) } }) };
}

function forwardOf(layer: Layer, W: Float32Array, h: Float32Array, Q: Float32Array): Float64Array {
  const { w, plain } = coreLayer(layer, W, Q);
  const fields = new Float64Array(layer.M * layer.B * layer.outputs);
  plain.forward(w, Float64Array.from(h), layer.B, fields);
  return fields;
}

function backwardOf(layer: Layer, W: Float32Array, h: Float32Array, Q: Float32Array, deltas: Float32Array) {
  const { inputs, outputs, M, B } = layer;
  const { w, size, plain } = coreLayer(layer, W, Q);
  const gradient = new Float64Array(M * size);
  const byValues = new Float64Array(M * B * inputs);
  plain.backward(w, Float64Array.from(h), B, Float64Array.from(deltas), gradient, byValues);
  const byWeights = Float64Array.from({ length: M * inputs * outputs }, (_, at) => {
    const a = Math.floor(at / (inputs * outputs));
    return gradient[a * size + (at % (inputs * outputs))];
  });
  return { byWeights, byValues };
}
