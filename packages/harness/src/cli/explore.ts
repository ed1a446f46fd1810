import { existsSync } from 'node:fs';
import path from 'node:path';
import { plural } from '@mcover/record';
import { Command } from 'commander';
import { pageFiles } from '../explore/page.ts';
import { type Served, serve } from '../explore/server.ts';
import { setFiles, setList } from '../explore/sets.ts';
import { snapshotOf } from '../explore/snapshot.ts';
import { readingOf } from '../journal/reading.ts';
import { sharedWriter } from '../journal/shared.ts';
import { damages } from '../text.ts';
import { wholeFrom } from './options.ts';
import { print, say } from './output.ts';
import { onInterruption } from './signals.ts';

/** The folder that is looked into where none is named, if it is there. */
const usual = path.join('results', 'quick');

interface ExploreOptions {
  build?: string;
  port: number;
}

export function exploreCommand(): Command {
  return new Command('explore')
    .description('a page in the browser: trials that run while one looks, and results to look into')
    .argument('[dir]', `folder of journals (default: ${usual}, where there is one)`)
    .option('--build <dir>', 'write the page and these results as files that any web server serves')
    .option('--port <n>', 'of this machine; 0: any that is free', wholeFrom(0, 65_535), 4747)
    .action(explore);
}

async function explore(folder: string | undefined, { build, port }: ExploreOptions): Promise<void> {
  // Data sets are large, and not ours to publish.
  const sets = build === undefined ? setFiles() : new Map([['data/sets.json', setList([])]]);
  const files = new Map([...pageFiles(), ...sets, ...(await resultFiles(folder))]);
  if (build !== undefined) {
    const write = sharedWriter();
    for (const [name, { content }] of files) write(path.resolve(build, name), content);
    print(path.resolve(build, 'index.html'));
    return;
  }
  const { signal, release } = onInterruption();
  try {
    await serve(files, {
      port,
      signal,
      onOpen(url) {
        print(url);
        say('open it in a browser; Ctrl-C ends it');
      },
    });
  } finally {
    release();
  }
}

/** The results of a folder for the page; damaged lines are told, and left out. */
async function resultFiles(named: string | undefined): Promise<Map<string, Served>> {
  if (named === undefined && !existsSync(usual)) {
    say(`no ${usual} here: the page has no results; "mcover repro" makes some, or name a folder of journals`);
    return snapshotOf('', { records: [], rejected: [], unknown: [], descriptions: new Map() });
  }
  const folder = path.resolve(named ?? usual);
  const { readResults } = await import('@mcover/report');
  const results = readResults(folder, readingOf(folder));
  const damaged = [...results.rejected, ...results.unknown];
  for (const line of damages(damaged)) say(line);
  if (damaged.length > 0)
    say(`${plural(damaged.length, 'line')} left out: "mcover verify ${folder}" says more`);
  return snapshotOf(path.basename(folder), results);
}
