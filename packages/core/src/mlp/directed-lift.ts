import { activate } from './activation.ts';
import { crossEntropy } from './cross-entropy.ts';
import { mlpLayers } from './layers.ts';
import type { Network } from './network.ts';

/**
 * The exact directed lift of a multilayer perceptron (Eq. 12), for tiny networks: slow, and the oracle that block
 * messages are held against where the two must agree.
 */

/** ρ_{q→p}(α): the cover from which cover α, serving destination weight p, reads source weight q ≠ p. */
export type WeightRoute = (destination: number, source: number, cover: number) => number;

/**
 * The lifted logits for one destination weight p: a_{u→p}^{(α)} = Σ_{q=(u,i)} W_q^{(ρ)} h_i^{(ρ)} (Eq. 12) plus
 * the cover's own bias, ρ = ρ_{q→p}(α) and ρ_{p→p} = id. Weight and activation come from the same cover.
 *
 * The paper leaves open which activation h_i the next layer consumes. Here p may be any weight of the network
 * and stays the same through all layers: each destination has M activation streams of its own. Routes between
 * the weights of one unit only are those that are the identity elsewhere.
 *
 * @param W parameters of one network per cover.
 * @param p place of the destination among the parameters.
 */
export function directedLogits(
  { widths, activation }: Network,
  W: readonly ArrayLike<number>[],
  x: ArrayLike<number>,
  p: number,
  route: WeightRoute,
): Float64Array[] {
  let h = W.map(() => Float64Array.from(x));
  let fields = h;
  for (const { inputs, outputs, weights, biases } of mlpLayers(widths)) {
    fields = W.map((own, cover) =>
      Float64Array.from({ length: outputs }, (_, r) => {
        let field = own[biases + r];
        for (let i = 0; i < inputs; i++) {
          const q = weights + r * inputs + i;
          const from = q === p ? cover : route(p, q, cover);
          field += W[from][q] * h[from][i];
        }
        return field;
      }),
    );
    h = fields.map((field) => {
      const values = new Float64Array(outputs);
      activate(activation, field, outputs, values);
      return values;
    });
  }
  return fields;
}

/** The lifted loss of one pattern (Eq. 7): the mean over all destination weights, the sum over covers. */
export function directedLoss(
  network: Network,
  W: readonly ArrayLike<number>[],
  { x, label }: { x: ArrayLike<number>; label: number },
  route: WeightRoute,
): number {
  const destinations = mlpLayers(network.widths).flatMap(({ inputs, outputs, weights }) =>
    Array.from({ length: inputs * outputs }, (_, q) => weights + q),
  );
  let total = 0;
  for (const p of destinations) {
    for (const logits of directedLogits(network, W, x, p, route)) {
      total += crossEntropy(logits, 0, logits.length, label, 0, new Float64Array(logits.length));
    }
  }
  return total / destinations.length;
}
