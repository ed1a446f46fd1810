import { InputError, type InputScale, type Scaling } from '@mcover/core';
import {
  type Fitted,
  type Label,
  type Model,
  type NamedTensors,
  type Predict,
  Registry,
  type RowReading,
} from '@mcover/models';
import { predictor } from '@mcover/models/internals';
import { closed, type TrialSpec, Type, validator } from '@mcover/record';
import { inOneLine, messageOf, UsageError } from '../error.ts';
import { readWeights, type Weights, writeWeightsTo } from '../journal/weights.ts';
import { knownWeights } from './known.ts';

/** A model out of a file. */
export interface SavedModel {
  readonly predict: Predict;
  readonly tensors: NamedTensors;
  /** The trial that made it. */
  readonly spec: TrialSpec;
}

/** How rows are taken and classes named, in the metadata of a file. */
const readingSchema = Type.Object(
  {
    labels: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()]))),
    scaling: Type.Optional(
      Type.Object(
        {
          inputs: Type.Union([Type.Literal('standardised'), Type.Literal('binarised'), Type.Literal('raw')]),
          centre: Type.Array(Type.Number()),
          spread: Type.Array(Type.Number()),
        },
        closed,
      ),
    ),
  },
  closed,
);

interface Written {
  labels?: Label[];
  scaling?: { inputs: InputScale; centre: number[]; spread: number[] };
}

const fits = validator<Written>(readingSchema);

/**
 * Saves what a fit has come to: its weights in safetensors, its specification, and how rows are taken and classes named,
 * so that `loadWeights` needs nothing else. Of a trial that was stopped the file says after how many steps.
 *
 * @example
 * const schedule = { from: 0.4, to: 0.1, step: 0.1 };
 * const fitted = await fit('perceptron', undefined, { params: { N: 5, alpha: 1, schedule } });
 * saveWeights(file, fitted);
 * const { predict } = await loadWeights(file);
 * predict([[1, 1, 1, 1, 1]])[0] === fitted.predict([[1, 1, 1, 1, 1]])[0]; // true
 *
 * @throws UsageError where the file cannot be written; InputError where a function is among the parameters.
 */
export function saveWeights(file: string, { spec, tensors, stoppedAt, ...fitted }: Fitted): void {
  const own = ['kernel', 'rule'].find((key) => holdsFunction(spec.params[key]));
  if (own !== undefined)
    throw new InputError(own, 'is a function, which no file can hold; take a kernel of the kind "matrix"');
  const { labels, scaling } = fitted.reading();
  const written: Written = {
    ...(labels && { labels: [...labels] }),
    ...(scaling && {
      scaling: { inputs: scaling.inputs, centre: [...scaling.centre], spread: [...scaling.spread] },
    }),
  };
  writeWeightsTo(file, spec, tensors, {
    reading: JSON.stringify(written),
    ...(stoppedAt !== undefined && { stoppedAt: String(stoppedAt) }),
  });
}

const holdsFunction = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).some((item) => typeof item === 'function');

/**
 * A model from a file of weights, of `saveWeights` or of a run. Where a run learnt from files of one's own, the file does
 * not say how their rows were scaled, and `predict` throws: `mcover evaluate` finds them.
 *
 * @example
 * const schedule = { from: 0.4, to: 0.1, step: 0.1 };
 * saveWeights(file, await fit('perceptron', undefined, { params: { N: 5, alpha: 1, schedule } }));
 * const { spec, tensors, predict } = await loadWeights(file);
 * [spec.model, tensors.weight.shape]; // ['perceptron', [5]]
 * predict([[1, 1]]); // throws X: row 1 has 2 inputs instead of 5
 *
 * @param own the model, where it is one's own.
 * @throws UsageError that names the file: it is no such file, or its model is not here.
 */
export async function loadWeights(file: string, own?: Model): Promise<SavedModel> {
  const weights = readWeights(file);
  const known = await knownWeights(weights, own && new Registry([{ models: [own] }]));
  const reading = readingOf(weights);
  const { tensors, spec } = weights;
  return { predict: predictor(known, () => reading ?? refuseUnscaled(weights)), tensors, spec };
}

function refuseUnscaled({ file, spec }: Weights): RowReading {
  if (spec.data.name !== 'files') return {};
  const remedy = 'judge it by `mcover evaluate`, or fit and save it in a script';
  throw new UsageError(inOneLine(`${file}: it does not say how the rows were scaled; ${remedy}`));
}

function readingOf({ file, metadata: { reading: text } }: Weights): RowReading | undefined {
  if (text === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    if (!fits.fits(read)) throw new Error(fits.problems(read)[0].message);
    const { labels, scaling } = read;
    return { labels, scaling: scaling && scalingOf(scaling) };
  } catch (error) {
    throw new UsageError(inOneLine(`${file}: its metadata "reading" cannot be used: ${messageOf(error)}`));
  }
}

function scalingOf({ inputs, centre, spread }: NonNullable<Written['scaling']>): Scaling {
  if (centre.length === 0 || centre.length !== spread.length)
    throw new Error('centre and spread are not of one length');
  return { inputs, centre: Float64Array.from(centre), spread: Float64Array.from(spread) };
}
