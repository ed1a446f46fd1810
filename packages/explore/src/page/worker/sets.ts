import type { ImageSet, ImageSplit } from '@mcover/core';
import { labelImages, parseIdxImages, parseIdxLabels } from '@mcover/core/internals';
import type { ShownSet } from '@mcover/explore';
import { type DataFile, type DataSet, findDataSet } from '@mcover/models';
import type { TrialSpec } from '@mcover/record';

/** Images that the command serves beside the page: the files as they are published. */

const folder = new URL('../data/', self.location.href);

const known = new Map<string, Promise<ImageSplit>>();

/** The images that a trial learns from; nothing for data that are drawn. @throws Error where they are not served. */
export async function imagesFor({ data }: TrialSpec): Promise<ImageSplit | undefined> {
  const set = findDataSet(data.name);
  if (!set) return undefined;
  const served: ShownSet[] = await (await fetch(new URL('sets.json', folder))).json();
  const { sha256 } = data as { sha256?: string };
  if (!served.some((one) => one.name === set.name && one.sha256 === sha256))
    throw new Error(
      `the images of ${set.name} are not beside this page: "mcover explore" serves those that "mcover data fetch ${set.name}" has brought`,
    );
  const images = known.get(set.name) ?? load(set);
  known.set(set.name, images);
  return images;
}

async function load(set: DataSet): Promise<ImageSplit> {
  const { trainImages, trainLabels, testImages, testLabels } = set.files;
  const [train, test] = await Promise.all([
    part(set, trainImages, trainLabels),
    part(set, testImages, testLabels),
  ]);
  return { train, test };
}

async function part(set: DataSet, images: DataFile, labels: DataFile): Promise<ImageSet> {
  const [pixels, classes] = await Promise.all([unpacked(set, images), unpacked(set, labels)]);
  const parsed = parseIdxImages(pixels, images.name);
  const names = { classes: set.perClass.length, name: labels.name };
  return labelImages(parsed, parseIdxLabels(classes, labels.name), names);
}

async function unpacked(set: DataSet, file: DataFile): Promise<Uint8Array> {
  const { body } = await fetch(new URL(`sets/${set.name}/${file.name}`, folder));
  const plain = body!.pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}
