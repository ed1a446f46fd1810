import path from 'node:path';
import { expect, test } from 'vitest';
import { placesOf, reportOf } from '../dist/places.js';

const here = process.cwd();

test.each([
  ['the paper, below the working directory', { own: false }, 'results/quick', 'report/quick'],
  ['own experiments, apart from it', { own: true }, 'results/own/quick', 'report/own/quick'],
  ['a folder that is named', { own: false, out: 'a/b' }, 'a/b/results/quick', 'a/b/report/quick'],
  ['the same for own ones', { own: true, out: '/a' }, '/a/results/quick', '/a/report/quick'],
])('%s', (_, { own, out }: { own: boolean; out?: string }, results, report) => {
  expect(placesOf({ out, profile: 'quick', own })).toEqual({
    results: path.resolve(here, results),
    report: path.resolve(here, report),
  });
});

test.each([
  ['results/quick', 'report/quick'],
  ['results/own/quick', 'report/own/quick'],
  ['elsewhere/results/paper', 'report/paper'],
  ['results', 'report/results'],
])('the report of %s is %s', (results, report) => {
  expect(reportOf(path.resolve(results))).toBe(path.resolve(report));
});
