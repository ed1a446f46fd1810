import { type Static, Type } from '@sinclair/typebox';

/**
 * What lies beside a journal `<experiment>.ndjson` as `<experiment>.json`: the experiment as it was resolved, and all
 * that a reader of its records needs to know of its model. Report, gate and page take titles, symbols and metrics from
 * here, so that they know no model.
 */

const closed = { additionalProperties: false };

const JsonSchema = Type.Record(Type.String(), Type.Unknown(), { description: 'a JSON Schema (2020-12)' });
const Value = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);
const Parameters = Type.Record(Type.String(), Value, { description: 'parameters by dotted path' });

/** How one parameter, by its dotted path, is written in a text and along an axis. */
export const NotationSchema = Type.Object(
  {
    path: Type.String(),
    symbol: Type.String(),
    label: Type.Optional(Type.String({ description: 'title of an axis' })),
    bare: Type.Optional(Type.Boolean({ description: 'values speak for themselves, without the symbol' })),
    logarithmic: Type.Optional(Type.Boolean()),
    separator: Type.Optional(Type.String({ description: 'between the items of a list' })),
    digits: Type.Optional(Type.Integer({ minimum: 1, description: 'significant digits that are shown' })),
  },
  closed,
);

/** A number or a flag of a result. The first one of a description is what the experiment is about. */
export const MetricSchema = Type.Object(
  {
    key: Type.String(),
    label: Type.String(),
    better: Type.Union([Type.Literal('lower'), Type.Literal('higher')]),
    /** A flag, of which a report gives the share of trials. */
    flag: Type.Optional(Type.Boolean()),
    decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 12 })),
  },
  closed,
);

export const MethodSchema = Type.Object(
  {
    label: Type.String(),
    /** A control: no rival of the others, but what tells where a gain comes from. */
    control: Type.Optional(Type.Boolean()),
    params: JsonSchema,
  },
  closed,
);

/** Groups of a method that differ from the experiment's own in some parameters: the paper does not have them. */
export const ControlSchema = Type.Object(
  {
    method: Type.String(),
    /** The method's own values. A group that differs in one of them is a control. */
    baseline: Parameters,
    name: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
  },
  closed,
);

/** A number of a paper, beside which ours stand. */
export const PublishedSchema = Type.Object(
  {
    method: Type.String(),
    metric: Type.String(),
    /** What a group must agree in to be this number's counterpart. */
    parameters: Parameters,
    mean: Type.Number(),
    plusMinus: Type.Number({ minimum: 0, description: 'what stands after ±' }),
    standardErrors: Type.Number({ exclusiveMinimum: 0, description: 'how many standard errors that is' }),
    decimals: Type.Integer({ minimum: 0, maximum: 12 }),
  },
  closed,
);

/** What is known beforehand about an experiment of the paper. */
export const PaperSchema = Type.Object(
  {
    /** Its place in a report. */
    place: Type.Integer({ minimum: 1 }),
    /** What of the paper it reproduces, in sentences. */
    reproduces: Type.String(),
    /** The paper's setting, as far as it is one for all cells. */
    parameters: Parameters,
    trials: Type.Optional(Type.Integer({ minimum: 1 })),
    published: Type.Optional(Type.Array(PublishedSchema)),
  },
  closed,
);

/** What an author prefers where several views are possible; null: no axis, but a row for each group. */
export const ViewSchema = Type.Object(
  {
    x: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    facet: Type.Optional(Type.String()),
  },
  closed,
);

/** Curves to draw beside a metric along a parameter, and its thresholds as vertical rules. */
export const TheorySchema = Type.Object(
  {
    metric: Type.String(),
    path: Type.String(),
    source: Type.String(),
    curves: Type.Array(
      Type.Object(
        { name: Type.String(), x: Type.Array(Type.Number()), y: Type.Array(Type.Number()) },
        closed,
      ),
    ),
    thresholds: Type.Array(Type.Object({ name: Type.String(), x: Type.Number() }, closed)),
  },
  closed,
);

export const DescriptionSchema = Type.Object(
  {
    experiment: Type.String(),
    title: Type.Optional(Type.String()),
    note: Type.Optional(Type.String()),
    /** Arguments of `mcover` that make the records, without those of profile, engine, seed and trials. */
    command: Type.String(),
    model: Type.String(),
    methods: Type.Record(Type.String(), MethodSchema),
    data: JsonSchema,
    result: JsonSchema,
    /** Whether its specifications name an arithmetic. */
    arithmetic: Type.Boolean(),
    /** In the order of reading. */
    parameters: Type.Array(NotationSchema),
    metrics: Type.Array(MetricSchema),
    paper: Type.Optional(PaperSchema),
    controls: Type.Optional(Type.Array(ControlSchema)),
    view: Type.Optional(ViewSchema),
    theory: Type.Optional(Type.Array(TheorySchema)),
    /** Files that the model is made of, beside the program: relative to the folder of this file. */
    uses: Type.Optional(
      Type.Array(
        Type.Object({ file: Type.String(), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }, closed),
      ),
    ),
    /** The experiment file with its profile laid over it. */
    resolved: Type.Record(Type.String(), Type.Unknown()),
  },
  { ...closed, title: 'mcover description of an experiment' },
);

export type Notation = Static<typeof NotationSchema>;
export type Metric = Static<typeof MetricSchema>;
export type Control = Static<typeof ControlSchema>;
export type Published = Static<typeof PublishedSchema>;
export type Paper = Static<typeof PaperSchema>;
export type ViewHint = Static<typeof ViewSchema>;
export type Theory = Static<typeof TheorySchema>;
export type Description = Static<typeof DescriptionSchema>;
