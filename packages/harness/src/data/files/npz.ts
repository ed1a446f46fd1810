import { unzipSync } from 'fflate';
import { type NumberArray, rowsWithLabels } from './array.ts';
import { parseNpy } from './npy.ts';
import { causeOf, fault, mostBytes, quoted } from './open.ts';
import { type ColumnName, type FileRows, listed } from './rows.ts';

/**
 * The rows of an archive of two arrays, as `numpy.savez(file, x=inputs, y=labels)` writes it; `label` is the name of that
 * of the labels.
 *
 * @throws UsageError
 */
export function npzRows(name: string, bytes: Uint8Array, label: ColumnName): FileRows {
  const arrays = new Map(Object.entries(unpack(name, bytes)));
  const names = [...arrays.keys()];
  const labels = arrays.get(String(label));
  if (!labels) {
    const asked =
      label === undefined ? '"label" is missing: name the array' : `no array ${quoted(String(label))}`;
    throw fault(name, `${asked} of labels; arrays: ${listed(names)}`);
  }
  const [inputs, ...more] = names.filter((key) => key !== label);
  if (inputs === undefined || more.length > 0)
    throw fault(name, `holds the arrays ${listed(names)}; save two, inputs and labels`);
  const array = (key: string): NumberArray => parseNpy(`${name}, array ${quoted(key)}`, arrays.get(key)!);
  return rowsWithLabels(name, array(inputs), array(String(label)));
}

/** No packed byte gives more bytes than that (https://zlib.net/zlib_tech.html). */
const mostGrowth = 1032;

function unpack(name: string, bytes: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  try {
    const files = unzipSync(bytes, {
      filter({ name: file, size, originalSize }) {
        if (originalSize > mostGrowth * size)
          throw new Error(
            `its directory says that the ${size} bytes of ${quoted(file)} unpack to ${originalSize}`,
          );
        total += originalSize;
        if (total > mostBytes) throw new Error(`it unpacks to more than ${mostBytes} bytes; take fewer rows`);
        return true;
      },
    });
    return Object.fromEntries(Object.entries(files).map(([key, file]) => [key.replace(/\.npy$/, ''), file]));
  } catch (error) {
    throw fault(name, `is no npz file that can be unpacked: ${causeOf(error)}`);
  }
}
