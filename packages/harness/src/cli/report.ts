import path from 'node:path';
import { Command } from 'commander';
import { placesOf, reportOf } from '../places.ts';
import { makeReport } from './make-report.ts';
import { jsonOption, profileOption } from './options.ts';
import { print, printJson } from './output.ts';

interface ReportOptions {
  profile: string;
  results?: string;
  out?: string;
  json?: boolean;
}

export function reportCommand(): Command {
  return new Command('report')
    .description('tables and figures from the records that are there')
    .addOption(profileOption())
    .option('--results <dir>', 'folder of journals (default: results/<profile>)')
    .option('--out <dir>', 'folder of the report (default: report/<profile>)')
    .addOption(jsonOption())
    .action(async (options: ReportOptions) => {
      const { profile: asked } = options;
      const results = options.results
        ? path.resolve(options.results)
        : placesOf({ out: undefined, profile: asked, own: false }).results;
      // Records do not tell the profile, but the folder that they were written to does.
      const profile = path.basename(results);
      const out = options.out ? path.resolve(options.out) : reportOf(results);
      const { files } = (await makeReport(results, out, profile)) ?? {};
      if (!files) process.exitCode = 1;
      if (options.json) printJson({ files: files ?? [] });
      else for (const file of files ?? []) print(file);
    });
}
