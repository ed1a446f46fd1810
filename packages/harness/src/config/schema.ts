import {
  ControlSchema,
  closed,
  namePattern,
  PaperSchema,
  type Static,
  Type,
  ViewSchema,
} from '@mcover/record';
import { filesSchema, withKey } from '../data/files/request.ts';

const params = Type.Record(Type.String(), Type.Unknown(), {
  description: 'parameters; each method takes those that it knows, and its own come over the shared ones',
});

/** `null` takes a path, or the whole sweep, out of what it is merged over. */
const sweep = Type.Unsafe<null | object>({
  type: ['object', 'null'],
  additionalProperties: { type: ['array', 'null'], minItems: 1 },
  description: 'dotted path into params → values; every combination is a cell',
});

const methods = Type.Array(
  Type.Object({ method: Type.String(), params: Type.Optional(params), sweep: Type.Optional(sweep) }, closed),
  { minItems: 1 },
);

const named = Type.Object(
  { name: Type.String() },
  { description: 'data set or generator, with its parameters' },
);

const data = withKey('train', filesSchema, named);

const trials = Type.Integer({
  minimum: 1,
  description: 'trials of each cell; all methods share their seeds',
});
const title = Type.String({ description: 'what the experiment shows, in a line' });
const note = Type.String({ description: 'what a reader of the results should know' });

const overlay = Type.Object(
  {
    title: Type.Optional(title),
    note: Type.Optional(note),
    params: Type.Optional(params),
    sweep: Type.Optional(sweep),
    methods: Type.Optional(methods),
    trials: Type.Optional(trials),
  },
  { ...closed, description: 'merged over the experiment (RFC 7386)' },
);

/** An experiment file after `extends` was followed: cells × methods × trials, in several profiles. */
export const experimentSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    extends: Type.Optional(
      Type.String({
        description: 'another experiment file, relative to this one, under which this is merged',
      }),
    ),
    id: Type.String({ pattern: namePattern, description: 'names the journal of the results' }),
    title: Type.Optional(title),
    note: Type.Optional(note),
    uses: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String())], {
        description:
          'modules of your own models, kernels and rules, and the files that those read, relative to this file: code that is run',
      }),
    ),
    paper: Type.Optional(PaperSchema),
    controls: Type.Optional(Type.Array(ControlSchema)),
    view: Type.Optional(ViewSchema),
    model: Type.String({ description: 'name of a model: of the program or of a module under "uses"' }),
    data,
    params,
    sweep: Type.Optional(sweep),
    methods,
    trials,
    profiles: Type.Record(Type.String(), overlay, {
      propertyNames: { pattern: namePattern },
      minProperties: 1,
      description: 'sizes of the experiment',
    }),
  },
  { ...closed, title: 'mcover experiment' },
);

export type ExperimentFile = Static<typeof experimentSchema>;
