import { closed } from './schema.ts';
import { SeedSchema } from './spec.ts';
import { columnName } from './trace.ts';
import { type Static, type TObject, type TSchema, Type } from './typebox.ts';

/**
 * What lies beside a journal `<experiment>.ndjson` as `<experiment>.json`: the experiment as it was resolved, and all
 * that a reader of its records needs to know of its model. Report, gate and page take titles, symbols and metrics from
 * here, so that they know no model.
 */

/** What texts may not hold, since they reach terminals and pages: control characters, ends of lines, turns of the direction. */
const unsafe = '\\p{Cc}\\u2028-\\u202e\\u2066-\\u2069';
const line = (options = {}) => Type.String({ pattern: `^[^${unsafe}]*$`, ...options });
/** A text may have several lines. */
const text = (options = {}) => Type.String({ pattern: `^([^${unsafe}]|[\\t\\n\\r])*$`, ...options });

const jsonSchema = { type: 'object', description: 'a JSON Schema (2020-12)' };
const SchemaOfObject = Type.Unsafe<TObject>(jsonSchema);
const Value = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);
const Parameters = Type.Record(Type.String(), Value, { description: 'parameters by dotted path' });

const RootSeed = Type.Object({ root: SeedSchema.properties.root, copy: SeedSchema.properties.copy }, closed);
const Better = Type.Union([Type.Literal('lower'), Type.Literal('higher')]);

/** How one parameter, by its dotted path, is written in a text and along an axis. */
export const NotationSchema = Type.Object(
  {
    path: line(),
    symbol: line(),
    label: Type.Optional(line({ description: 'title of an axis' })),
    bare: Type.Optional(
      Type.Boolean({ description: 'values speak for themselves: no symbol, spaces for hyphens' }),
    ),
    logarithmic: Type.Optional(Type.Boolean()),
    separator: Type.Optional(line({ description: 'between the items of a list' })),
    digits: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: 'significant digits that are shown' }),
    ),
    task: Type.Optional(Type.Boolean({ description: 'the data of a trial depend on it, beside the seed' })),
    tacit: Type.Optional(Type.Boolean({ description: 'left out of the headings of figures' })),
  },
  closed,
);

/** A number or a flag of a result. The first one of a description is what the experiment is about. */
export const MetricSchema = Type.Object(
  {
    key: line({ minLength: 1 }),
    label: line(),
    better: Better,
    /** A flag, of which a report gives the share of trials. */
    flag: Type.Optional(Type.Boolean()),
    decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 12 })),
    /** Key of the number of the same result that it is held against, such as what chance gives. */
    reference: Type.Optional(line({ minLength: 1 })),
    /** Key of the number that it may foretell: a report draws the trials by both. */
    against: Type.Optional(line({ minLength: 1 })),
  },
  closed,
);

/** Numbers of a result along something: the values of a list among the parameters, or even places from 0 to 1. */
export const CurveSchema = Type.Object(
  {
    key: line({ minLength: 1 }),
    label: line(),
    along: Type.Object({ label: line(), values: Type.Optional(line()) }, closed),
  },
  closed,
);

/** How a number is written that is seen of a running trial. */
export const ObservedSchema = Type.Object(
  {
    key: Type.String({ pattern: columnName }),
    label: line(),
    logarithmic: Type.Optional(Type.Boolean()),
  },
  closed,
);

export const MethodSchema = Type.Object(
  {
    label: line(),
    /** A control: no rival of the others, but what tells where a gain comes from. */
    control: Type.Optional(Type.Boolean()),
    /** What a control is, in a phrase. */
    about: Type.Optional(text()),
    params: SchemaOfObject,
  },
  closed,
);

/** Groups of a method that differ from the experiment's own in some parameters: the paper does not have them. */
export const ControlSchema = Type.Object(
  {
    method: line(),
    /** The method's own values. A group that differs in one of them is a control. */
    baseline: Parameters,
    /** In the place of the method's label. */
    name: Type.Optional(line()),
    reason: Type.Optional(text({ description: 'a clause, "because …"' })),
  },
  closed,
);

const CellId = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'of a cell: SHA-256' });

/** Between which all values of a metric lie. */
const Range = Type.Object(
  { low: Type.Number(), high: Type.Number() },
  { ...closed, description: 'of the metric' },
);

/** What a sequential study is to decide, and how surely: differences of means, a − b, in pairs of equal seeds. */
export const DecisionSchema = Type.Object(
  {
    /** The cells of each comparison, a and b. */
    pairs: Type.Array(Type.Array(CellId, { minItems: 2, maxItems: 2 }), { minItems: 1 }),
    metric: line({ minLength: 1 }),
    /** Of the trials that are compared. Files of before have none, and mean the first that is there. */
    seed: Type.Optional(RootSeed),
    /** As what a training counts that diverges: the worst of the range. Files of before have none, and count it not at all. */
    better: Type.Optional(Better),
    range: Range,
    difference: Type.Number({ exclusiveMinimum: 0, description: 'means no farther apart are equal' }),
    error: Type.Number({
      exclusiveMinimum: 0,
      maximum: 0.5,
      description: 'probability that any of the comparisons is decided wrongly, at most',
    }),
    most: Type.Integer({ minimum: 1, description: 'trials of a cell at most' }),
    batch: Type.Integer({ minimum: 1, description: 'trials from one look to the next' }),
  },
  closed,
);

/** Which settings race for one budget, and on which trials their winners are judged. */
export const TuningSchema = Type.Object(
  {
    /** The races: the settings of one entry of the space each. */
    entries: Type.Array(
      Type.Object(
        {
          method: line(),
          candidates: Type.Array(
            Type.Object(
              {
                cell: CellId,
                /** What of it was chosen, by dotted path. */
                chosen: Type.Record(Type.String(), Type.Unknown()),
                cost: Type.Number({
                  exclusiveMinimum: 0,
                  description: 'of a trial, in the unit of the budget',
                }),
              },
              closed,
            ),
            { minItems: 1 },
          ),
        },
        closed,
      ),
      { minItems: 1 },
    ),
    /** Of all trials: their candidates were drawn by its root. */
    seed: RootSeed,
    metric: line({ minLength: 1 }),
    better: Better,
    range: Range,
    error: Type.Number({
      exclusiveMinimum: 0,
      maximum: 0.5,
      description: 'probability that the best candidate of a race is shown to be worse than another, at most',
    }),
    most: Type.Integer({
      minimum: 1,
      description: 'trials of a candidate at most; a winner is judged on those from there on',
    }),
    heldOut: Type.Integer({ minimum: 1, description: 'trials by which a winner is judged' }),
    batch: Type.Integer({ minimum: 1, description: 'trials from one look to the next' }),
    budget: Type.Number({ exclusiveMinimum: 0, description: 'of each race' }),
    unit: Type.Union([Type.Literal('trials'), Type.Literal('visits')]),
  },
  closed,
);

/** A number of a paper, beside which ours stand. */
export const PublishedSchema = Type.Object(
  {
    method: line(),
    metric: line(),
    /** What a group must agree in to be this number's counterpart. */
    parameters: Parameters,
    mean: Type.Number(),
    plusMinus: Type.Number({ minimum: 0, description: 'what stands after ±' }),
    standardErrors: Type.Number({ exclusiveMinimum: 0, description: 'how many standard errors that is' }),
    decimals: Type.Integer({ minimum: 0, maximum: 12 }),
  },
  closed,
);

/** What a paper says of two kinds of groups: those of the first have the better results. */
export const ClaimSchema = Type.Object(
  {
    says: line({ description: 'the claim in a clause, "M-cover errs less than RSA"' }),
    /** Parameters by dotted path, and `method`: what a group must have to be of the first kind. */
    of: Parameters,
    /** The same for the second kind. Groups that agree in all else are compared. */
    than: Parameters,
  },
  closed,
);

/** What is known beforehand about an experiment of the paper. */
export const PaperSchema = Type.Object(
  {
    /** Its place in a report. */
    place: Type.Integer({ minimum: 1 }),
    /** What it is in the paper, "Table 3, perceptron": heads its section. */
    label: Type.Optional(line({ minLength: 1 })),
    /** What of the paper it reproduces, in sentences. */
    reproduces: text(),
    /** The paper's setting, as far as it is one for all cells. */
    parameters: Parameters,
    trials: Type.Optional(Type.Integer({ minimum: 1 })),
    published: Type.Optional(Type.Array(PublishedSchema)),
    claims: Type.Optional(Type.Array(ClaimSchema)),
    /** Where the published numbers stand, as "Table 3". */
    source: Type.Optional(line()),
    /** Why their ± is read as it is, in sentences. */
    reading: Type.Optional(text()),
  },
  closed,
);

/**
 * What an author prefers where several views are possible; false: no axis, but a row for each group. Null would not do:
 * where experiment files are merged it takes a key away.
 */
export const ViewSchema = Type.Object(
  {
    x: Type.Optional(Type.Union([line(), Type.Literal(false)])),
    facet: Type.Optional(line()),
    /** What groups have, by dotted path, on which neither the axis nor the panels have an effect: one place is all places. */
    level: Type.Optional(Parameters),
  },
  closed,
);

/** Curves to draw beside a metric along a parameter, and its thresholds as vertical rules. */
export const TheorySchema = Type.Object(
  {
    metric: line(),
    path: line(),
    source: text(),
    curves: Type.Array(
      Type.Object({ name: line(), x: Type.Array(Type.Number()), y: Type.Array(Type.Number()) }, closed),
    ),
    thresholds: Type.Array(Type.Object({ name: line(), x: Type.Number() }, closed)),
  },
  closed,
);

const Files = Type.Array(
  Type.Object({ file: Type.String(), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }, closed),
);

export const DescriptionSchema = Type.Object(
  {
    experiment: Type.String(),
    title: Type.Optional(text()),
    note: Type.Optional(text()),
    /** Arguments of `mcover` that make the records, without those of profile, engine, seed and trials. */
    command: Type.Array(line(), { minItems: 1 }),
    model: line(),
    /** In the order of reading: the base method first, the one under study last, then the controls. */
    methods: Type.Record(Type.String(), MethodSchema),
    data: Type.Unsafe<TSchema>(jsonSchema),
    result: SchemaOfObject,
    /** Whether its specifications name an arithmetic. */
    arithmetic: Type.Boolean(),
    /** In the order of reading, those of the whole specification (`model`, `data.name`) among them. */
    parameters: Type.Array(NotationSchema),
    metrics: Type.Array(MetricSchema),
    curves: Type.Optional(Type.Array(CurveSchema)),
    /** In the order of telling: the others are drawn against the first one. */
    observed: Type.Optional(Type.Array(ObservedSchema)),
    paper: Type.Optional(PaperSchema),
    controls: Type.Optional(Type.Array(ControlSchema)),
    view: Type.Optional(ViewSchema),
    decide: Type.Optional(DecisionSchema),
    tune: Type.Optional(TuningSchema),
    theory: Type.Optional(Type.Array(TheorySchema)),
    /** Files that the model is made of, beside the program: relative to the folder of this file. */
    uses: Type.Optional(Files),
    /** Files of one's own that the trials learn from and are judged by, likewise. */
    files: Type.Optional(Files),
    /** The experiment file with its profile laid over it. */
    resolved: Type.Record(Type.String(), Type.Unknown()),
  },
  { ...closed, title: 'mcover description of an experiment' },
);

export type Notation = Static<typeof NotationSchema>;
export type Metric = Static<typeof MetricSchema>;
export type Curve = Static<typeof CurveSchema>;
export type Observed = Static<typeof ObservedSchema>;
export type Control = Static<typeof ControlSchema>;
export type Decision = Static<typeof DecisionSchema>;
export type Tuning = Static<typeof TuningSchema>;
export type Published = Static<typeof PublishedSchema>;
export type Claim = Static<typeof ClaimSchema>;
export type Theory = Static<typeof TheorySchema>;
export type Description = Static<typeof DescriptionSchema>;
