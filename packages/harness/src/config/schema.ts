import {
  ControlSchema,
  choice,
  closed,
  DecisionSchema,
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
const side = Type.Union(
  [
    Type.String(),
    Type.Object(
      {
        method: Type.String(),
        parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
      },
      closed,
    ),
  ],
  { description: 'a method, or those of its cells that have these parameters, by dotted path' },
);

const range = Type.Array(Type.Number(), {
  minItems: 2,
  maxItems: 2,
  description: "between which the metric lies; the schema's without it",
});
const metric = Type.String({ description: "key of a result; the model's first without it" });

/** Merged over each other, so that all is optional here; what is missing in the end is said by `decisionOf`. */
const decide = Type.Object(
  {
    compare: Type.Optional(
      Type.Array(Type.Array(side, { minItems: 2, maxItems: 2 }), {
        minItems: 1,
        description: 'pairs; each cell of the one with those of the other that agree in all else',
      }),
    ),
    metric: Type.Optional(metric),
    range: Type.Optional(range),
    difference: Type.Optional(DecisionSchema.properties.difference),
    error: Type.Optional(DecisionSchema.properties.error),
    most: Type.Optional(DecisionSchema.properties.most),
    batch: Type.Optional(DecisionSchema.properties.batch),
  },
  { ...closed, description: 'what "mcover decide" is to decide' },
);

const choices = Type.Union([
  Type.Array(Type.Unknown(), { minItems: 1, description: 'one of these values' }),
  Type.Object(
    {
      from: Type.Number(),
      to: Type.Number(),
      log: Type.Optional(Type.Boolean({ description: 'drawn evenly in its logarithm' })),
      whole: Type.Optional(Type.Boolean({ description: 'a whole number, both ends among them' })),
    },
    closed,
  ),
  Type.Object(
    { free: Type.Literal(true, { description: 'a kernel: a matrix of rows drawn evenly from the simplex' }) },
    closed,
  ),
]);

const positive = (description: string) => Type.Integer({ minimum: 1, description });

const tune = Type.Object(
  {
    space: Type.Array(
      Type.Object(
        {
          method: Type.String(),
          params: Type.Optional(params),
          parameters: Type.Record(Type.String(), choices, {
            minProperties: 1,
            description: 'dotted path into params → what it may be',
          }),
        },
        closed,
      ),
      { minItems: 1, description: 'what is tuned, each with a budget of its own' },
    ),
    candidates: Type.Optional(positive('settings of each that are drawn, where not all can be tried')),
    draws: Type.Optional(
      choice(['apart', 'common'], {
        description:
          'whether each has draws of its own, or a parameter of the same choice the same ones in all',
      }),
    ),
    budget: Type.Object(
      {
        trials: Type.Optional(Type.Integer({ minimum: 1 })),
        visits: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
      },
      {
        ...closed,
        minProperties: 1,
        maxProperties: 1,
        description: 'of each: trials, or visits of a weight to a pattern',
      },
    ),
    metric: Type.Optional(metric),
    range: Type.Optional(range),
    error: Type.Optional(DecisionSchema.properties.error),
    batch: Type.Optional(DecisionSchema.properties.batch),
    most: Type.Optional(positive('trials of a candidate in the race, at most')),
    heldOut: Type.Optional(
      Type.Integer({ minimum: 2, description: 'trials of each winner, which no race has seen' }),
    ),
  },
  { ...closed, description: 'what "mcover tune" is to tune' },
);

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
    decide: Type.Optional(decide),
    tune: Type.Optional(Type.Partial(tune)),
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
    decide: Type.Optional(decide),
    tune: Type.Optional(tune),
    profiles: Type.Record(Type.String(), overlay, {
      propertyNames: { pattern: namePattern },
      minProperties: 1,
      description: 'sizes of the experiment',
    }),
  },
  { ...closed, title: 'mcover experiment' },
);

export type ExperimentFile = Static<typeof experimentSchema>;
