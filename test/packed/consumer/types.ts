import * as blas from '@mcover/blas';
import * as core from '@mcover/core';
import * as internals from '@mcover/core/internals';
import * as harness from '@mcover/harness';
import * as models from '@mcover/models';
import * as record from '@mcover/record';
import * as report from '@mcover/report';
import * as look from '@mcover/report/look';
import * as statistics from '@mcover/report/statistics';
import * as wasm from '@mcover/wasm';
import { type JobRequest, run, runPerceptron, type TrialRecord, tInterval, wasmEngine } from 'mcover';

/* Every package as a strict compiler sees it, with the declarations of all that it brings. */

export const all = { blas, core, internals, harness, look, models, record, report, statistics, wasm };

export async function errorsOf(request: JobRequest): Promise<number[]> {
  const { records } = await run(request);
  return records.map(({ result }: TrialRecord) => Number(result?.generalizationError));
}

const { generalizationError } = runPerceptron({ N: 21, alpha: 1.5 }, { root: 1, trial: 0 }, wasmEngine);
export const interval: statistics.Interval | undefined = tInterval([generalizationError, 0, 1]);
