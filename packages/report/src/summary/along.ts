import type { Curve } from '@mcover/record';
import { mean, standardDeviation } from '../statistics/mean.ts';
import type { Experiment } from './experiment.ts';
import type { Group } from './group.ts';

/** A place on a curve: mean and standard deviation over n trials. */
export interface Place {
  readonly x: number;
  readonly mean: number;
  readonly sd: number;
  readonly n: number;
}

/** A curve of the results, and its course in each group, by the name of its series. */
export interface Along {
  readonly curve: Curve;
  readonly groups: ReadonlyMap<string, readonly Place[]>;
}

/** More groups than that are not told apart in one panel. */
const mostGroups = 8;

/** The curves that the results of an experiment hold; none where groups are many, as those of a sweep. */
export function alongOf({ description, view, records }: Experiment): Along[] {
  const points = view.series.flatMap((series) => series.points);
  if (view.x !== undefined || points.length > mostGroups) return [];
  const results = new Map(records.map(({ id, result }) => [id, result]));
  return (description.curves ?? []).flatMap((curve) => {
    const groups = points.flatMap(({ label, group }) => {
      const all = group.trials.map(({ id }) => results.get(id)?.[curve.key]).filter(isCurve);
      const places = placesOf(all, valuesOf(curve, group));
      return places.length > 1 ? [[label, places] as const] : [];
    });
    return groups.length > 0 ? [{ curve, groups: new Map(groups) }] : [];
  });
}

const isCurve = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'number');

/** The values that a curve runs along; nothing where its places are even. A list among parameters is JSON. */
function valuesOf({ along: { values } }: Curve, { parameters }: Group): readonly number[] | undefined {
  if (values === undefined) return undefined;
  const list: unknown = JSON.parse(String(parameters[values] ?? '[]'));
  return isCurve(list) ? list : [];
}

/** Trials whose curves are not of one length have none together. */
function placesOf(curves: readonly (readonly number[])[], values: readonly number[] | undefined): Place[] {
  const [first = []] = curves;
  if (curves.some(({ length }) => length !== first.length)) return [];
  if (values && values.length !== first.length) return [];
  return first.map((_, at) => {
    const numbers = curves.map((curve) => curve[at]);
    return {
      x: values?.[at] ?? at / (first.length - 1),
      mean: mean(numbers),
      sd: numbers.length > 1 ? standardDeviation(numbers) : 0,
      n: numbers.length,
    };
  });
}
