import type { Kernel } from '@mcover/core';
import { closed, type TObject, Type, taggedUnion } from '@mcover/record';
import { slot } from './slot.ts';

/** Parameters by which copies are coupled, with their symbols: what methods of all models are made of. */

const symbolOfRing = {
  mu: Type.Number({ description: 'shift μ of the ring (covers)', symbol: 'μ' }),
  sigma: Type.Number({
    exclusiveMinimum: 0,
    description: 'width σ of the ring (covers)',
    symbol: 'σ',
    logarithmic: true,
  }),
};

const kind = <const K extends string>(name: K) => Type.Literal(name, { symbol: 'kernel', bare: true });

/** Mixing kernels Q over M covers, by name; `kernel.ts` of core gives each its formula. */
export const namedKernels = [
  Type.Object({ kind: kind('directed-ring'), ...symbolOfRing }, closed),
  Type.Object({ kind: kind('wrapped-ring'), ...symbolOfRing }, closed),
  Type.Object({ kind: kind('uniform') }, closed),
  Type.Object({ kind: kind('identity') }, closed),
  Type.Object(
    {
      kind: kind('matrix'),
      matrix: Type.Array(Type.Array(Type.Number({ minimum: 0 })), { minItems: 1, symbol: 'Q' }),
    },
    closed,
  ),
];

/** The schema of a kernel, with those of the caller's own. */
export const kernelSchema = (own: readonly TObject[]) =>
  taggedUnion<TObject[]>('kind', [...namedKernels, ...own]);

/** The parameter `kernel`: any that the registry of the trial knows. */
export const kernel = (by?: Kernel) => slot<Kernel>('kernel', by);

/** The parameter `M`; without a default it has to be given. */
export const covers = (by?: number) =>
  Type.Integer({
    minimum: 1,
    maximum: 255,
    ...(by !== undefined && { default: by }),
    description: 'number of covers',
    symbol: 'M',
  });

/** The parameter `S`. */
export const destinations = (description = 'sampled destinations') =>
  Type.Integer({ minimum: 1, default: 10, description, symbol: 'S', label: 'sampled destinations S' });

/** How replicas that are trained attract each other. */
export const attraction = {
  attraction: Type.Number({
    minimum: 0,
    default: 0.3,
    description: 'attraction g of replicas at first',
    symbol: 'g',
    tacit: true,
  }),
  attractionGrowth: Type.Number({
    minimum: 1,
    default: 1.05,
    description: 'factor on g after each epoch; η·g stays below 1',
    symbol: 'growth of g',
    tacit: true,
  }),
};

/** What couples copies, of methods of all models: which of it tells the method. */
export interface Coupled {
  readonly M?: number;
  readonly S?: number;
  readonly kernel?: Kernel;
}

/** A share of patterns in a result. */
export const share = (of: string, label: string) =>
  Type.Number({
    minimum: 0,
    maximum: 1,
    description: `share of the ${of} patterns misclassified`,
    label,
    decimals: 4,
  });
