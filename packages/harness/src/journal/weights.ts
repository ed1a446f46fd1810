import path from 'node:path';
import { coversPrefix, type NamedTensors } from '@mcover/models';
import {
  canonical,
  jsonFault,
  readSafetensors,
  sha256,
  specId,
  type TrialSpec,
  writeSafetensors,
} from '@mcover/record';
import { disk, readRegular } from '@mcover/report/disk';
import { codeOf, inOneLine, messageOf, UsageError } from '../error.ts';
import type { KeptWeights } from '../lanes/worker.ts';
import { version } from '../program.ts';
import { prepareFolder, replaceFile } from './durable.ts';
import { narrowed } from './narrowed.ts';

/**
 * Files of weights beside the journals: `weights/<id>.safetensors`, one a trial. They are a cache of the specification,
 * which stands in each, and never a source of truth: a run of it makes them again.
 */
export interface Weights {
  readonly file: string;
  readonly id: string;
  readonly spec: TrialSpec;
  readonly tensors: NamedTensors;
  /** What else the file says of them, unchecked. */
  readonly metadata: Readonly<Record<string, string>>;
}

const ending = '.safetensors';

/** Folder of the weights of a folder of journals. */
export function weightsFolder(results: string): string {
  return path.join(results, 'weights');
}

/** File of a trial's weights, in a folder of them. */
export function weightsFile(folder: string, id: string): string {
  return path.join(folder, `${id}${ending}`);
}

/** Puts the weights of a trial into a folder of them. @throws UsageError where that cannot be written to. */
export function writeWeights(folder: string, spec: TrialSpec, tensors: NamedTensors): void {
  writeWeightsTo(weightsFile(folder, specId(spec)), spec, tensors);
}

/** Puts the weights of a trial into a file, with more metadata. @throws UsageError where it cannot be written. */
export function writeWeightsTo(
  file: string,
  spec: TrialSpec,
  tensors: NamedTensors,
  more: Readonly<Record<string, string>> = {},
): void {
  const text = canonical(spec);
  const { sha256: data } = spec.data as { sha256?: unknown };
  const metadata = {
    ...more,
    ...{ format: 'mcover', id: sha256(text), spec: text, program: version },
    ...(typeof data === 'string' && { data }),
  };
  // Models of integers have no arithmetic, and doubles for their sums.
  const singles = spec.arithmetic !== undefined && spec.arithmetic !== 'f64';
  prepareFolder(path.dirname(file));
  replaceFile(file, writeSafetensors(singles ? narrowed(tensors) : tensors, metadata));
}

/**
 * The weights of a file, which may come from anywhere. Whether the specification is one of a model that is here, its
 * reader has to see.
 *
 * @throws UsageError that names the file: it cannot be read, is none of this program, or its id is not that of its
 * specification.
 */
export function readWeights(file: string): Weights {
  const refuse = (reason: string) => new UsageError(inOneLine(`${file}: ${reason}`));
  let bytes: Uint8Array;
  try {
    bytes = readRegular(file);
  } catch (error) {
    throw refuse(`cannot be read: ${messageOf(error)}`);
  }
  try {
    const { tensors, metadata } = readSafetensors(bytes, { finite: true });
    if (metadata.format !== 'mcover') throw new Error('its metadata do not say that mcover made it');
    const spec = specOf(metadata.spec);
    const id = sha256(canonical(spec));
    if (metadata.id !== id) throw new Error('its id is not that of its specification');
    return { file, id, spec, tensors, metadata };
  } catch (error) {
    throw refuse(`no file of weights: ${messageOf(error)}`);
  }
}

/** Whether a folder holds all that is wanted of the weights of a trial, in a file that can be used. */
export function holdsWeights(folder: string, id: string, which: KeptWeights): boolean {
  const file = weightsFile(folder, id);
  try {
    if (!disk.stat(file)) return false;
    const { tensors, ...weights } = readWeights(file);
    const hasCovers = Object.keys(tensors).some((name) => name.startsWith(coversPrefix));
    return weights.id === id && (which === 'collapsed' || hasCovers);
  } catch {
    return false;
  }
}

function specOf(text = ''): TrialSpec {
  let spec: unknown;
  try {
    spec = JSON.parse(text);
  } catch {
    // Said below.
  }
  const fault = jsonFault(text);
  if (fault) throw new Error(`its specification: ${fault.message}`);
  if (typeof spec !== 'object' || spec === null) throw new Error('its metadata hold no specification');
  return spec as TrialSpec;
}

/** The files in a folder of weights, in the order of their names. None where there is no such folder. */
export function listWeights(folder: string): string[] {
  try {
    const names = disk.readdir(folder).filter((name) => name.endsWith(ending));
    return names.sort().map((name) => path.join(folder, name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new UsageError(`cannot read the weights in ${folder}: ${messageOf(error)}`);
  }
}

/** Copies the files of weights of one folder of journals to another that lacks them. `verify` holds them to records. */
export function carryWeights(from: string, to: string): void {
  const out = weightsFolder(to);
  const there = new Set(listWeights(out).map((file) => path.basename(file)));
  const lacking = listWeights(weightsFolder(from)).filter((file) => !there.has(path.basename(file)));
  if (lacking.length > 0) prepareFolder(out);
  for (const file of lacking) {
    // A link may lead anywhere.
    if (disk.lstat(file)?.isFile()) replaceFile(path.join(out, path.basename(file)), disk.readFile(file));
  }
}
