import path from 'node:path';
import { disk, makeFolder } from '@mcover/report/disk';
import { refusing, replaceFile } from './durable.ts';
import { isRunning, machineTag } from './holder.ts';

/**
 * Writes files of folders that no lock guards, such as a report's: of two processes that write one at once, either's is
 * there, whole. The draft of a file is named after its process; those that killed processes of this machine have left are
 * removed. Folders are made as needed.
 */
export function sharedWriter(): (file: string, content: string | Uint8Array) => void {
  const machine = machineTag();
  const seen = new Set<string>();
  const enter = (folder: string) => {
    makeFolder(folder);
    for (const name of disk.readdir(folder)) {
      const [, where, pid] = /\.([0-9a-f]{8})-([0-9]+)\.tmp$/.exec(name) ?? [];
      if (where === machine && !isRunning(Number(pid))) disk.rm(path.join(folder, name));
    }
    seen.add(folder);
  };
  return (file, content) => {
    const folder = path.dirname(file);
    if (!seen.has(folder)) refusing(folder, () => enter(folder));
    replaceFile(file, content, `${file}.${machine}-${process.pid}.tmp`);
  };
}
