import path from 'node:path';
import { Command } from 'commander';
import { pageFiles } from '../explore/page.ts';
import { serve } from '../explore/server.ts';
import { sharedWriter } from '../journal/shared.ts';
import { wholeFrom } from './options.ts';
import { print, say } from './output.ts';
import { onInterruption } from './signals.ts';

interface ExploreOptions {
  build?: string;
  port: number;
}

export function exploreCommand(): Command {
  return new Command('explore')
    .description('a page in the browser: trials that run while one looks, and results to look into')
    .argument('[dir]', 'folder of journals (default: results/quick, where there is one)')
    .option('--build <dir>', 'write the page and these results as files that any web server serves')
    .option('--port <n>', 'of this machine; 0: any that is free', wholeFrom(0, 65_535), 4747)
    .action(explore);
}

async function explore(_folder: string | undefined, { build, port }: ExploreOptions): Promise<void> {
  const files = pageFiles();
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
