import { gunzipSync } from 'node:zlib';
import { type ImageSet, type ImageSplit, InputError } from '@mcover/core';
import { type IdxImages, labelImages, parseIdxImages, parseIdxLabels } from '@mcover/core/internals';
import type { DataFile, DataSet } from '@mcover/models';
import { messageOf, UsageError } from '../error.ts';
import { pathOf } from './folder.ts';
import { readVerified, remedy } from './inspect.ts';

/**
 * The images of a data set. Pixels and labels lie in shared memory, so that what a thread is sent is no copy.
 *
 * @throws UsageError that names the file and the remedy, for a file that is missing, damaged or not what it
 * should be.
 */
export function loadImages(set: DataSet, folder: string): ImageSplit {
  const { testImages, testLabels, trainImages, trainLabels } = set.files;
  return {
    train: loadPart(set, folder, trainImages, trainLabels),
    test: loadPart(set, folder, testImages, testLabels),
  };
}

function loadPart(set: DataSet, folder: string, images: DataFile, labels: DataFile): ImageSet {
  const parsed = unpack(set, folder, images, (bytes, name) =>
    refuseOtherSize(set, parseIdxImages(bytes, name), name),
  );
  const classes = set.perClass.length;
  return unpack(set, folder, labels, (bytes, name) => {
    const labelled = labelImages(parsed, parseIdxLabels(bytes, name), { classes, name });
    return { ...labelled, pixels: shared(labelled.pixels), labels: shared(labelled.labels) };
  });
}

/** Reads, checks and unpacks one file, and makes something of its bytes. */
function unpack<T>(
  set: DataSet,
  folder: string,
  file: DataFile,
  parse: (bytes: Uint8Array, name: string) => T,
): T {
  const name = pathOf(folder, set, file);
  const packed = readVerified(set, file, folder);
  let bytes: Uint8Array;
  try {
    bytes = gunzipSync(packed);
  } catch (error) {
    throw new UsageError(`${name}: corrupt gzip: ${messageOf(error)}; ${remedy(set)}`);
  }
  try {
    return parse(bytes, name);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(`${error.message}; ${remedy(set)}`);
  }
}

function refuseOtherSize({ rows, columns }: DataSet, images: IdxImages, name: string): IdxImages {
  if (images.rows === rows && images.columns === columns) return images;
  const found = `${images.rows} × ${images.columns}`;
  throw new InputError(name, `images of ${found} pixels instead of ${rows} × ${columns}`);
}

function shared(values: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(values.length));
  copy.set(values);
  return copy;
}
