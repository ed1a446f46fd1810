import path from 'node:path';

/** Where the journals and the report of one profile lie. */
export interface Places {
  results: string;
  report: string;
}

/**
 * The folders of a profile: `results/<profile>` and `report/<profile>` below `out`. Where none is named they are below
 * the working directory, and experiments of one's own have `results/own/<profile>` and `report/own/<profile>` there,
 * apart from the paper's.
 */
export function placesOf({
  out,
  profile,
  own,
}: {
  out: string | undefined;
  profile: string;
  /** Whether the experiments are files that the caller named. */
  own: boolean;
}): Places {
  const part = own && out === undefined ? path.join('own', profile) : profile;
  return {
    results: path.resolve(out ?? '', 'results', part),
    report: path.resolve(out ?? '', 'report', part),
  };
}

/** The folder of the report of some journals: below `report` as they are below `results`, or else by its profile. */
export function reportOf(results: string): string {
  const below = path.relative('results', results);
  const inside = below !== '' && !below.startsWith('..') && !path.isAbsolute(below);
  return path.resolve('report', inside ? below : path.basename(results));
}
