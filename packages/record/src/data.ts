import { type Static, Type } from '@sinclair/typebox';
import { choice, taggedUnion } from './schema.ts';

const closed = { additionalProperties: false };

/** Data sets of labelled images, ten classes each, that a specification can name. */
export const imageSets = ['fashion-mnist', 'mnist'] as const;

export type ImageSetName = (typeof imageSets)[number];

/** A data set is named with the digest over its files: other bytes are other data, and other trials. */
const images = (name: ImageSetName) =>
  Type.Object(
    { name: Type.Literal(name), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
    { ...closed, description: 'labelled images, from files' },
  );

const HiddenManifoldSchema = Type.Object(
  {
    name: Type.Literal('hidden-manifold'),
    D: Type.Integer({ minimum: 1, description: 'dimensions of the manifold' }),
    test: Type.Integer({ minimum: 1, description: 'test patterns' }),
    insteadOf: Type.Optional(
      choice(imageSets, { description: 'the data set that was missing: SYNTHETIC data stand in for it' }),
    ),
  },
  { ...closed, description: 'patterns drawn from the hidden manifold model' },
);

/** What models of images learn from: a data set, or the generator that can stand in for one. */
export const ImageSourceSchema = taggedUnion('name', [
  images('fashion-mnist'),
  images('mnist'),
  HiddenManifoldSchema,
]);

export type ImageSource = Static<typeof ImageSourceSchema>;
export type HiddenManifold = Static<typeof HiddenManifoldSchema>;
