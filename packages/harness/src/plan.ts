import { mostDecided } from './decide.ts';
import { type Job, jobOf, type Prospect, prospectOf } from './job.ts';
import { checkRequest, type JobRequest } from './request.ts';
import { mostTuned } from './tune.ts';

/** What a request means, and how it stands. */
export interface Planned extends Prospect {
  job: Omit<Job, 'devices'>;
}

/**
 * What a request would run, what of it is there already, and how long the rest takes: of a study at most. Runs, writes and
 * prints nothing.
 *
 * @throws UsageError for a fault in what is asked for.
 */
export async function plan(request: JobRequest): Promise<Planned> {
  checkRequest(request);
  const { devices, ...job } = await jobOf(request);
  await devices?.close();
  const mostOf = request.study && { tune: mostTuned, decide: mostDecided }[request.study];
  const most = mostOf ? { ...job, wanted: await mostOf(job) } : job;
  return { job: most, ...prospectOf(most) };
}
