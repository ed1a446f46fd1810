import path from 'node:path';
import { Command } from 'commander';
import { repository } from '../repository.ts';
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
    .option('--results <dir>', 'folder of journals (default: results/<profile> of the repository)')
    .option('--out <dir>', 'folder of the report (default: report/<profile> of the repository)')
    .addOption(jsonOption())
    .action(async (options: ReportOptions) => {
      const results = path.resolve(options.results ?? path.join(repository, 'results', options.profile));
      // Records do not tell the profile, but the folder that they were written to does.
      const profile = options.results ? path.basename(results) : options.profile;
      const out = path.resolve(options.out ?? path.join(repository, 'report', profile));
      const files = await makeReport(results, out, profile);
      if (!files) process.exitCode = 1;
      if (options.json) printJson({ files: files ?? [] });
      else for (const file of files ?? []) print(file);
    });
}
