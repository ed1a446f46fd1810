import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawSvg } from '@mcover/report';
import { clockResolution } from './clock.ts';
import { enginesHere } from './engines.ts';
import { machineHere } from './machine.ts';
import { type Options, optionsOf, usage } from './options.ts';
import { pageOf, type Results } from './page.ts';
import { annealing } from './studies/annealing.ts';
import { centres } from './studies/centres.ts';
import { committee } from './studies/committee.ts';
import { cores } from './studies/cores.ts';
import { counting } from './studies/counting.ts';
import { engines } from './studies/engines.ts';
import { gemm } from './studies/gemm.ts';
import { mlp } from './studies/mlp.ts';
import { mlpScaling } from './studies/mlp-scaling.ts';
import { roofline } from './studies/roofline.ts';
import { routing } from './studies/routing.ts';
import { scaling } from './studies/scaling.ts';
import { schedule } from './studies/schedule.ts';
import { solvers } from './studies/solvers.ts';
import { tracing } from './studies/tracing.ts';
import { trials } from './studies/trials.ts';
import { warningsOf } from './warnings.ts';

const studies = [
  scaling,
  schedule,
  annealing,
  solvers,
  counting,
  trials,
  tracing,
  routing,
  committee,
  centres,
  gemm,
  roofline,
  mlp,
  cores,
  mlpScaling,
  engines,
];
const ids = studies.map(({ id }) => id);

const log = (text: string) => console.error(text);

const options = read(process.argv.slice(2));
if (options === undefined) process.exitCode = 2;
else await write(await runStudies(options), options);

function read(args: readonly string[]): Options | undefined {
  try {
    return optionsOf(args, ids);
  } catch (error) {
    log(`${(error as Error).message}\n${usage(ids)}`);
    return undefined;
  }
}

async function runStudies({ short, only }: Options): Promise<Results> {
  const warnings: string[] = [];
  const machine = machineHere(clockResolution());
  const here = enginesHere((warning) => warnings.push(warning));
  const chosen = studies.filter(({ id }) => only.includes(id));
  const results: Results['studies'] = [];
  for (const { id, title, run } of chosen) {
    results.push({ id, title, ...(await run({ engines: here, short, log })) });
  }
  warnings.push(
    ...warningsOf(
      results.flatMap(({ rows }) => rows),
      machine.clock,
    ),
  );
  const flags = [
    ...(short ? ['--short'] : []),
    ...(only.length < ids.length ? [`--only ${only.join()}`] : []),
  ];
  // The first -- ends npm's own options, the second turbo's.
  const command = ['npm run bench', ...(flags.length ? ['-- --', ...flags] : [])].join(' ');
  return { command, short, machine, warnings, studies: results };
}

async function write(results: Results, { out, json }: Options): Promise<void> {
  for (const warning of results.warnings) log(`warning: ${warning}`);
  mkdirSync(out, { recursive: true });
  for (const { id, spec } of results.studies.flatMap(({ figures }) => figures)) {
    writeFileSync(join(out, `${id}.svg`), await drawSvg(spec));
  }
  const numbers = results.studies.map(({ tables: _tables, figures: _figures, ...study }) => study);
  const text = `${JSON.stringify({ ...results, studies: numbers }, null, 2)}\n`;
  writeFileSync(join(out, 'results.json'), text);
  writeFileSync(join(out, 'BENCHMARKS.md'), pageOf(results));
  if (json) process.stdout.write(text);
  log(`written to ${join(out, 'BENCHMARKS.md')}`);
}
