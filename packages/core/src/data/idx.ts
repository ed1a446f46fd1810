import { InputError } from '../error.ts';
import type { ImageSet } from './images.ts';

/*
 * The IDX format: two zero bytes, the type of the values (8: unsigned bytes), the number of dimensions, each
 * dimension as a big-endian 32-bit integer, and the values, the last index running fastest.
 * https://web.archive.org/web/2024/http://yann.lecun.com/exdb/mnist/
 */
const imagesMagic = 0x00000803;
const labelsMagic = 0x00000801;

/** Images without their labels. */
export type IdxImages = Omit<ImageSet, 'labels'>;

/** Reads an unpacked file of images; `pixels` is a view of `bytes`. @throws InputError that names the file. */
export function parseIdxImages(bytes: Uint8Array, name: string): IdxImages {
  const { sizes, values } = parseIdx(bytes, imagesMagic, 'images', name);
  const [count, rows, columns] = sizes;
  return { count, rows, columns, pixels: values };
}

/** Reads an unpacked file of labels, a view of `bytes`. @throws InputError that names the file. */
export function parseIdxLabels(bytes: Uint8Array, name: string): Uint8Array {
  return parseIdx(bytes, labelsMagic, 'labels', name).values;
}

function parseIdx(bytes: Uint8Array, magic: number, what: string, name: string) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) throw new InputError(name, `${bytes.length} bytes are no IDX file of ${what}`);
  const found = view.getUint32(0);
  if (found !== magic) {
    throw new InputError(
      name,
      `not an IDX file of ${what}: it begins with ${hex(found)} instead of ${hex(magic)}`,
    );
  }
  const header = 4 + 4 * (magic & 0xff);
  if (bytes.length < header) {
    throw new InputError(name, `truncated: ${bytes.length} of the ${header} bytes of its header`);
  }
  const sizes = Array.from({ length: magic & 0xff }, (_, i) => view.getUint32(4 + 4 * i));
  const size = sizes.reduce((product, n) => product * n, 1);
  const values = bytes.subarray(header);
  const shape = sizes.join(' × ');
  if (size === 0) throw new InputError(name, `holds nothing: its header says ${shape}`);
  if (values.length < size) {
    throw new InputError(name, `truncated: ${values.length} of ${size} bytes (${shape} ${what})`);
  }
  if (values.length > size) {
    throw new InputError(name, `${values.length - size} bytes too many after ${shape} ${what}`);
  }
  return { sizes, values };
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`;
}

/** Images with their labels. @throws InputError when they do not belong together or a label is out of range. */
export function labelImages(
  images: IdxImages,
  labels: Uint8Array,
  { classes, name }: { classes: number; name: string },
): ImageSet {
  if (labels.length !== images.count) {
    throw new InputError(name, `${labels.length} labels for ${images.count} images`);
  }
  const strange = labels.findIndex((label) => label >= classes);
  if (strange >= 0) {
    throw new InputError(name, `label ${labels[strange]} of image ${strange} is not in 0…${classes - 1}`);
  }
  return { ...images, labels };
}
