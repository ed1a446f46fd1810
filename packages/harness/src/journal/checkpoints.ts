import { createHash } from 'node:crypto';
import path from 'node:path';
import { disk, readRegular } from '@mcover/report/disk';
import { inOneLine, UsageError } from '../error.ts';
import { discard, prepareFolder, replaceFile } from './durable.ts';

/**
 * Where long trials of a folder of results are put down: `checkpoints/<id>`, one file a running trial. A file is the
 * SHA-256 of the program's build, of the id and of what follows, and then what the trial needs to go on (safetensors): under
 * another id, whose trial might have arrays of the same sizes, it is of no use, and a record names one build alone. It is
 * removed when the trial has ended.
 */
export interface Checkpoints {
  /** Seconds from one checkpoint of a trial to the next. */
  readonly seconds: number;
  /** The checkpoint of a trial. One that is damaged is set aside. */
  read(id: string): ArrayBuffer | undefined;
  /** Puts a checkpoint in the place of the one before. One that cannot be written is told once: the trial goes on. */
  write(id: string, bytes: ArrayBuffer): void;
  /** What cannot be gone on with is kept under another name, so that someone may look at it. */
  setAside(id: string, reason: string): void;
  remove(id: string): void;
}

const digestBytes = 32;

/** The checkpoints of a folder that this process alone writes to. */
export function openCheckpoints(
  results: string,
  seconds: number,
  build: string,
  note: (text: string) => void,
): Checkpoints {
  const digestOf = (id: string, bytes: Uint8Array): Buffer =>
    createHash('sha256').update(`${build} ${id}`).update(bytes).digest();
  const folder = path.join(results, 'checkpoints');
  const fileOf = (id: string) => path.join(folder, id);
  // Most trials are too short for any: they cost no look at the disk.
  const there = new Set(namesIn(folder).map((name) => name.replace(/\.tmp$/, '')));
  let told = false;

  const setAside = (id: string, reason: string) => {
    const file = fileOf(id);
    try {
      disk.rename(file, `${file}.rejected`);
    } catch {
      // It was of use to nobody: that it cannot be kept is no loss.
    }
    note(inOneLine(`the checkpoint ${file} is set aside, and its trial begins anew: ${reason}`));
  };

  return {
    seconds,
    read(id) {
      const bytes = there.has(id) ? contentOf(fileOf(id)) : undefined;
      if (!bytes) return undefined;
      const content = bytes.subarray(digestBytes);
      if (digestOf(id, content).equals(bytes.subarray(0, digestBytes)))
        return Uint8Array.from(content).buffer;
      setAside(
        id,
        'it is damaged, or of another trial or build of the program: its bytes have another SHA-256',
      );
      return undefined;
    },
    write(id, bytes) {
      there.add(id);
      try {
        prepareFolder(folder);
        replaceFile(fileOf(id), Buffer.concat([digestOf(id, new Uint8Array(bytes)), new Uint8Array(bytes)]));
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        if (!told) note(`${error.message}. The run goes on without checkpoints`);
        told = true;
      }
    },
    setAside,
    remove(id) {
      if (!there.delete(id)) return;
      // A kill may have left a draft.
      for (const file of [fileOf(id), `${fileOf(id)}.tmp`]) discard(file);
    },
  };
}

/** The names in a folder; none where there is none that can be read. */
function namesIn(folder: string): string[] {
  try {
    return disk.readdir(folder);
  } catch {
    return [];
  }
}

/** The bytes of a file; none where there is none that can be read. */
function contentOf(file: string): Buffer | undefined {
  try {
    return readRegular(file);
  } catch {
    return undefined;
  }
}
