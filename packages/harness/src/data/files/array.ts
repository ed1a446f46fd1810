import { fault } from './open.ts';
import { type ColumnName, type FileRows, labelsOf, placeOf, roomFor } from './rows.ts';

/** An array of numbers of any shape, the last index running fastest. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number | bigint>;
}

export const shapeOf = (shape: readonly number[]) => (shape.length > 0 ? shape.join(' × ') : 'one number');

export const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** Rows whose labels lie in an array of their own: P × … inputs, and P labels. */
export function rowsWithLabels(name: string, inputs: NumberArray, labels: NumberArray): FileRows {
  refuseNone(name, inputs);
  const [P, ...rest] = inputs.shape;
  if (rest.length === 0)
    throw fault(
      name,
      `the inputs have the shape ${shapeOf(inputs.shape)}; P × N is expected, a row a pattern`,
    );
  if (labels.shape[0] !== P || sizeOf(labels.shape) !== P)
    throw fault(name, `${P} rows of inputs, but labels of the shape ${shapeOf(labels.shape)}`);
  return rowsOf(name, { ...inputs, shape: [P, sizeOf(rest)] }, labels.values);
}

/** Rows of which one column holds the labels. */
export function rowsWithColumn(name: string, { shape, values }: NumberArray, label: ColumnName): FileRows {
  refuseNone(name, { shape, values });
  if (shape.length !== 2)
    throw fault(name, `has the shape ${shapeOf(shape)}; P × N is expected, a row a pattern`);
  const [P, width] = shape;
  const at = placeOf(
    name,
    label,
    Array.from({ length: width }, (_, column) => String(column)),
  );
  const labels = Array.from({ length: P }, (_, row) => values[row * width + at]);
  return rowsOf(name, { shape, values }, labels, at);
}

/** @throws UsageError where an array has no numbers: of no rows it may have any number of columns, each with a name. */
function refuseNone(name: string, { shape }: NumberArray): void {
  if (sizeOf(shape) === 0) throw fault(name, `has the shape ${shapeOf(shape)}: no numbers`);
}

/** The rows of a P × … array without one of its columns. Arrays name no columns: each is called by its place. */
function rowsOf(
  name: string,
  { shape: [P, width], values }: NumberArray,
  labels: ArrayLike<number | bigint>,
  at = -1,
): FileRows {
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) => column !== at);
  const x = roomFor(name, P, columns.length);
  let i = 0;
  for (let row = 0; row < P; row++) {
    for (const column of columns) {
      const value = Number(values[row * width + column]);
      x[i] = value;
      if (!Number.isFinite(x[i]))
        throw fault(name, `row ${row + 1}, column ${column}: ${value} is not finite in single precision`);
      i++;
    }
  }
  return { columns: columns.map(String), named: false, P, x, labels: labelsOf(name, labels, P) };
}
