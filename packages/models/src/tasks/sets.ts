import type { Brightness } from '@mcover/core/internals';
import { sha256 } from '@mcover/record';

/** One file of a data set, as it is published: an IDX file in gzip. */
export interface DataFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a file holds. */
export const roles = ['testImages', 'testLabels', 'trainImages', 'trainLabels'] as const;

export type Role = (typeof roles)[number];

/** What is known of the images of a data set without looking at them. */
export interface ImageShape {
  /** Size of an image in pixels. */
  readonly rows: number;
  readonly columns: number;
  /** Number of training images of each class. */
  readonly perClass: readonly number[];
  /** Number of test images. */
  readonly test: number;
  /** Of the training images. */
  readonly brightness: Brightness;
}

/** A data set of images: where it comes from, and how to tell that it is the right one. */
export interface DataSet extends ImageShape {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  /** Addresses below which the files lie, the best first. The digests make any of them safe, even over http. */
  readonly mirrors: readonly string[];
  readonly files: Readonly<Record<Role, DataFile>>;
  /** Hidden dimensions and test patterns of the generated data that can stand in for it. */
  readonly standIn: { readonly D: number; readonly test: number };
}

const names: Readonly<Record<Role, string>> = {
  testImages: 't10k-images-idx3-ubyte.gz',
  testLabels: 't10k-labels-idx1-ubyte.gz',
  trainImages: 'train-images-idx3-ubyte.gz',
  trainLabels: 'train-labels-idx1-ubyte.gz',
};

/** Size and SHA-256 of each file, in the order of the roles. */
function published(files: readonly (readonly [number, string])[]): Record<Role, DataFile> {
  const rows = roles.map((role, i) => [role, { name: names[role], bytes: files[i][0], sha256: files[i][1] }]);
  return Object.fromEntries(rows);
}

/** The data sets that there are. A new one is one more value here. */
export const dataSets: readonly DataSet[] = [
  {
    name: 'fashion-mnist',
    title: 'Fashion-MNIST (Xiao, Rasul and Vollgraf 2017)',
    licence: 'MIT, Zalando SE',
    mirrors: [
      'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion',
      'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com',
    ],
    files: published([
      [4422102, '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073'],
      [5148, '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5'],
      [26421880, '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84'],
      [29515, 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845'],
    ]),
    rows: 28,
    columns: 28,
    perClass: [6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000],
    test: 10_000,
    brightness: { mean: 0.286, deviation: 0.353 },
    standIn: { D: 50, test: 2000 },
  },
  {
    name: 'mnist',
    title: 'MNIST (LeCun, Cortes and Burges)',
    licence: 'CC BY-SA 3.0, Yann LeCun and Corinna Cortes',
    mirrors: [
      'https://ossci-datasets.s3.amazonaws.com/mnist',
      'https://storage.googleapis.com/cvdf-datasets/mnist',
    ],
    files: published([
      [1648877, '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6'],
      [4542, 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6'],
      [9912422, '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609'],
      [28881, '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c'],
    ]),
    rows: 28,
    columns: 28,
    perClass: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    test: 10_000,
    brightness: { mean: 0.1307, deviation: 0.3081 },
    standIn: { D: 100, test: 10_000 },
  },
];

/**
 * The data set of a name, or nothing: other names are those of generators.
 *
 * @example
 * findDataSet('mnist').perClass.length; // 10
 * findDataSet('hidden-manifold'); // undefined
 */
export function findDataSet(name: string, among = dataSets): DataSet | undefined {
  return among.find((set) => set.name === name);
}

/**
 * The files of a data set, in the order of their names.
 *
 * @example
 * filesOf(findDataSet('mnist'))[0].name; // 't10k-images-idx3-ubyte.gz'
 */
export function filesOf(set: DataSet): DataFile[] {
  return roles.map((role) => set.files[role]);
}

/**
 * One digest over all files: what `sha256sum *.gz | sha256sum` prints in their folder.
 *
 * @example
 * digestOf(findDataSet('mnist')).length; // 64
 */
export function digestOf(set: DataSet): string {
  return sha256(
    filesOf(set)
      .map(({ name, sha256: digest }) => `${digest}  ${name}\n`)
      .join(''),
  );
}
