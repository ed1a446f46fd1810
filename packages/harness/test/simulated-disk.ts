import path from 'node:path';
import { type Disk, disk as real } from '@mcover/report/disk';

/*
 * A disk in memory below one folder, with what a real one has not written yet: bytes that were not flushed, and names of
 * folders that were not. It counts its calls, and any of them can be the one at which something goes wrong.
 */

export const root = '/simulated';

interface File {
  bytes: Buffer<ArrayBuffer>;
  /** As they were when the file was flushed. */
  safe: Buffer<ArrayBuffer>;
}

interface Folder {
  names: Map<string, File | Folder>;
  /** As they were when the folder was flushed. */
  safe: Map<string, File | Folder>;
}

/** What a crash leaves of what was not flushed. A kill keeps all of it; of a power cut any of these may come. */
export interface Loss {
  bytes: 'kept' | 'half' | 'lost';
  names: 'kept' | 'lost';
}

/** What goes wrong at one call, counted from 1. */
export type Trouble =
  /** The machine stops: this call and all after it fail, and half of what it was to write is written. */
  | { kind: 'crash'; at: number }
  | { kind: 'EIO'; at: number }
  | { kind: 'ENOSPC'; at: number }
  /** From this call on nothing more can be written, and no name be made. */
  | { kind: 'full'; at: number }
  /** A call writes only half of what it is given. */
  | { kind: 'short'; at: number };

/** The disk as it stands. */
export type State = Folder;

const isFolder = (node: File | Folder | undefined): node is Folder => node !== undefined && 'names' in node;
const newFolder = (): Folder => ({ names: new Map(), safe: new Map() });

/** A copy, in which a file of two names is one file again. */
function copied(folder: Folder, made = new Map<File | Folder, File | Folder>()): Folder {
  const copy = newFolder();
  const twin = (node: File | Folder) => {
    const known = made.get(node) ?? (isFolder(node) ? copied(node, made) : { ...node });
    made.set(node, known);
    return known;
  };
  for (const key of ['names', 'safe'] as const)
    for (const [name, node] of folder[key]) copy[key].set(name, twin(node));
  return copy;
}

/** What is left of a tree after a crash; all of it is on the disk then. */
function survivors(folder: Folder, loss: Loss): Folder {
  const names = new Map<string, File | Folder>();
  for (const [name, node] of loss.names === 'kept' ? folder.names : folder.safe)
    names.set(name, isFolder(node) ? survivors(node, loss) : survivor(node, loss));
  return { names, safe: new Map(names) };
}

function survivor({ bytes, safe }: File, loss: Loss): File {
  const half = Math.max(safe.length, Math.ceil((safe.length + bytes.length) / 2));
  const left = { kept: bytes, half: bytes.subarray(0, half), lost: safe }[loss.bytes];
  return { bytes: left, safe: left };
}

/** Calls that need room. */
export const writing = ['write', 'mkdir', 'link', 'copyFile', 'create'];

export function simulatedDisk() {
  let top = newFolder();
  const calls: string[] = [];
  let trouble: Trouble | undefined;
  let crashed = false;
  let boots = 0;
  let lastHandle = 1e6;
  const handles = new Map<number, File | Folder>();

  /** As the system fails: without a path, where the call has only a handle. */
  const fail = (code: string, call: string, file: string): never => {
    const isPath = file.startsWith('/');
    const message = `${code}: simulated, ${call}${isPath ? ` '${file}'` : ''}`;
    throw Object.assign(new Error(message), { code, syscall: call, ...(isPath && { path: file }) });
  };
  /** Counts a call, and lets it fail if it is the one. Gives the share of a write that takes place. */
  const enter = (call: string, file: string): number => {
    calls.push(call);
    const due =
      trouble !== undefined &&
      (trouble.kind === 'crash' || trouble.kind === 'full'
        ? calls.length >= trouble.at
        : calls.length === trouble.at);
    if (!due) return 1;
    switch (trouble!.kind) {
      case 'crash':
        if (call === 'write' && !crashed) return 0.5;
        crashed = true;
        throw new Error('the machine has stopped');
      case 'EIO':
        return fail('EIO', call, file);
      case 'short':
        return 0.5;
      default:
        return writing.includes(call) ? fail('ENOSPC', call, file) : 1;
    }
  };
  const find = (file: string): File | Folder | undefined => {
    let node: File | Folder | undefined = top;
    for (const name of path.relative(root, file).split(path.sep).filter(Boolean)) {
      if (!isFolder(node)) return undefined;
      node = node.names.get(name);
    }
    return node;
  };
  const above = (file: string, call: string): Folder => {
    const folder = find(path.dirname(file));
    if (folder === undefined) return fail('ENOENT', call, file);
    return isFolder(folder) ? folder : fail('ENOTDIR', call, file);
  };
  const fileAt = (file: string, call: string): File => {
    const node = find(file) ?? fail('ENOENT', call, file);
    return isFolder(node) ? fail('EISDIR', call, file) : node;
  };
  const create = (folder: Folder, name: string): File => {
    const made = { bytes: Buffer.alloc(0), safe: Buffer.alloc(0) };
    folder.names.set(name, made);
    return made;
  };
  const entryOf = (node: File | Folder) => ({
    size: isFolder(node) ? 0 : node.bytes.length,
    isFile: () => !isFolder(node),
    isDirectory: () => isFolder(node),
  });
  const stat = (file: string) => {
    const node = find(file);
    return node && entryOf(node);
  };
  const opened = (handle: number): File => handles.get(handle) as File;
  const flush = (handle: number) => {
    const node = handles.get(handle)!;
    if (isFolder(node)) node.safe = new Map(node.names);
    else node.safe = node.bytes;
  };

  /** Each call by what it does here; those with a path take place here only below the root. */
  const own: Disk = {
    open(file, flags) {
      const folder = file === root ? top : above(file, 'open');
      const name = path.basename(file);
      let node = find(file);
      if (!node) {
        if (flags === 'r') fail('ENOENT', 'open', file);
        enter('create', file);
        node = create(folder, name);
      }
      if (flags === 'w') (node as File).bytes = Buffer.alloc(0);
      handles.set(++lastHandle, node);
      return lastHandle;
    },
    write(handle, bytes, from) {
      const count = Math.ceil((bytes.length - from) * enter('write', 'a file'));
      const file = opened(handle);
      file.bytes = Buffer.concat([file.bytes, bytes.subarray(from, from + count)]);
      if (trouble?.kind === 'crash' && calls.length >= trouble.at) {
        crashed = true;
        throw new Error('the machine has stopped');
      }
      return count;
    },
    fstat: (handle) => entryOf(opened(handle)),
    ftruncate(handle, length) {
      opened(handle).bytes = opened(handle).bytes.subarray(0, length);
    },
    fsync: flush,
    fdatasync: flush,
    close() {},
    readFile: (file) => fileAt(file, 'read').bytes,
    readlink: (file) => fail('EINVAL', 'readlink', file),
    readdir(folder) {
      const node = find(folder) ?? fail('ENOENT', 'scandir', folder);
      return isFolder(node) ? [...node.names.keys()].sort() : fail('ENOTDIR', 'scandir', folder);
    },
    stat,
    lstat: stat,
    access() {},
    mkdir(folder) {
      const node = above(folder, 'mkdir');
      if (find(folder)) fail('EEXIST', 'mkdir', folder);
      node.names.set(path.basename(folder), newFolder());
    },
    rename(from, to) {
      const node = find(from) ?? fail('ENOENT', 'rename', from);
      above(to, 'rename').names.set(path.basename(to), node);
      above(from, 'rename').names.delete(path.basename(from));
    },
    link(from, to) {
      if (find(to)) fail('EEXIST', 'link', to);
      above(to, 'link').names.set(path.basename(to), fileAt(from, 'link'));
    },
    copyFile(from, to) {
      if (find(to)) fail('EEXIST', 'copyfile', to);
      create(above(to, 'copyfile'), path.basename(to)).bytes = fileAt(from, 'copyfile').bytes;
    },
    rm(file) {
      find(path.dirname(file)) && above(file, 'rm').names.delete(path.basename(file));
    },
  };

  /** Counted, and sent to the real disk where it is about another file. */
  const calling = Object.fromEntries(
    Object.entries(own).map(([call, act]) => [
      call,
      (first: string | number, ...rest: unknown[]) => {
        const isOurs =
          typeof first === 'number' ? first > 1e6 : first === root || first.startsWith(`${root}/`);
        if (first === '/proc/sys/kernel/random/boot_id') return Buffer.from(`boot ${boots}`);
        if (!isOurs)
          return (before as unknown as Record<string, (...args: unknown[]) => unknown>)[call](first, ...rest);
        // A file is closed whatever that says.
        if (call === 'close') handles.delete(first as number);
        if (call !== 'write') enter(call, String(first));
        return (act as (...args: unknown[]) => unknown)(first, ...rest);
      },
    ]),
  ) as unknown as Disk;
  const before = { ...real };

  return {
    /** Takes the place of the real disk, until `release`. */
    install: () => void Object.assign(real, calling),
    release: () => void Object.assign(real, before),
    /** Names of the calls so far. */
    calls: (): readonly string[] => [...calls],
    /** Files that are open. */
    open: () => handles.size,
    /** The state, which later calls do not change. */
    state: (): State => copied(top),
    /** A disk in that state, at which the trouble will come. */
    begin(state: State, next?: Trouble) {
      top = copied(state);
      calls.length = 0;
      crashed = false;
      trouble = next;
      handles.clear();
    },
    /** The machine starts anew after a crash, or another process after one that has failed: a disk without trouble. */
    restart(loss: Loss) {
      top = survivors(top, loss);
      trouble = undefined;
      handles.clear();
      boots++;
    },
    /** All files by their paths, as a program would read them now. */
    files(): Map<string, string> {
      const found = new Map<string, string>();
      const walk = (folder: Folder, at: string) => {
        for (const [name, node] of folder.names) {
          if (isFolder(node)) walk(node, `${at}/${name}`);
          else found.set(`${at}/${name}`, node.bytes.toString('latin1'));
        }
      };
      walk(top, root);
      return found;
    },
  };
}
