import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { jsonFault } from '@mcover/record';
import { at, messageOf, type Place, UsageError } from '../error.ts';

/**
 * A JSON value of which every part knows where it was written: a member of an object where its key stands,
 * everything else where it begins. Merged values keep the places of their parts, so that a fault found after
 * any merging can still be shown in the file that it came from.
 */
export type Located =
  | (Written & { kind: 'object'; members: ReadonlyMap<string, Located> })
  | (Written & { kind: 'array'; items: readonly Located[] })
  | (Written & { kind: 'leaf'; value: string | number | boolean | null });

/** Where a part was written. */
interface Written {
  place: Place;
  /** Of a part that was moved to elsewhere: the JSON pointer of where it was written. */
  pointer?: string;
}

/** Parses a file's text. @throws UsageError for malformed JSON, a key given twice, too many levels, or a number out of range. */
export function parseLocated(text: string, file: string): Located {
  const fault = jsonFault(text);
  if (fault) throw new UsageError(at({ file, ...placeOf(text, fault.at) }, fault.message));
  let root: ValueNode;
  try {
    root = parse(text).body;
  } catch (error) {
    const { line = 1, column = 1 } = error as Partial<Place>;
    const problem = messageOf(error).replace(/\s*\(\d+:\d+\)$/, '');
    throw new UsageError(at({ file, line, column }, `not JSON: ${problem}`));
  }
  return located(root, file);
}

function located(node: ValueNode, file: string, place = start(node, file)): Located {
  switch (node.type) {
    case 'Object': {
      const members = new Map<string, Located>();
      for (const member of node.members) {
        const key = member.name.type === 'String' ? member.name.value : member.name.name;
        const keyPlace = start(member.name, file);
        members.set(key, located(member.value, file, keyPlace));
      }
      return { kind: 'object', place, members };
    }
    case 'Array':
      return { kind: 'array', place, items: node.elements.map((element) => located(element.value, file)) };
    case 'Null':
      return { kind: 'leaf', place, value: null };
    case 'Number':
      if (!Number.isFinite(node.value)) {
        throw new UsageError(at(place, 'a number beyond ±1.8e308 is not finite; allowed: finite numbers'));
      }
      return { kind: 'leaf', place, value: node.value };
    case 'String':
    case 'Boolean':
      return { kind: 'leaf', place, value: node.value };
    default:
      throw new UsageError(at(place, `not JSON: ${node.type}`));
  }
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: lines[lines.length - 1].length + 1 };
}

function start(node: { loc: { start: { line: number; column: number } } }, file: string): Place {
  const { line, column } = node.loc.start;
  return { file, line, column };
}

/** The plain value, new on every call. */
export function plain(node: Located): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries([...node.members].map(([key, member]) => [key, plain(member)]));
    case 'array':
      return node.items.map(plain);
    case 'leaf':
      return node.value;
  }
}

/** A member of an object, or nothing. */
export function member(node: Located | undefined, key: string): Located | undefined {
  return node?.kind === 'object' ? node.members.get(key) : undefined;
}

/** The deepest part that exists on the way of a JSON pointer (RFC 6901). */
export function locate(node: Located, pointer: string): Located {
  let found = node;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    const next = found.kind === 'array' ? found.items[Number(key)] : member(found, key);
    if (!next) break;
    found = next;
  }
  return found;
}

/** JSON Merge Patch (RFC 7386): objects merge key by key, null removes, anything else replaces. */
export function merge(base: Located | undefined, patch: Located): Located {
  if (patch.kind !== 'object') return patch;
  const members = new Map(base?.kind === 'object' ? base.members : []);
  for (const [key, value] of patch.members) {
    if (value.kind === 'leaf' && value.value === null) members.delete(key);
    else members.set(key, merge(members.get(key), value));
  }
  return { kind: 'object', place: patch.place, members };
}

/** The object with the value at a dotted path, which may lead into objects that do not exist yet. */
export function assign(base: Located, path: string, value: Located): Located {
  return assignAt(base, path.split('.'), value);
}

function assignAt(base: Located | undefined, [key, ...rest]: string[], value: Located): Located {
  const members = new Map(base?.kind === 'object' ? base.members : []);
  members.set(key, rest.length > 0 ? assignAt(members.get(key), rest, value) : value);
  return { kind: 'object', place: base?.place ?? value.place, members };
}

/** The object without some of its keys. */
export function without(node: Located, drop: (key: string) => boolean): Located {
  if (node.kind !== 'object') return node;
  return { ...node, members: new Map([...node.members].filter(([key]) => !drop(key))) };
}
