/** What the checks on a device share. They throw where something is wrong, since no test runner is there. */

export function demand(condition, what) {
  if (!condition) throw new Error(what);
}

/** The error that work ends in. */
export async function refusal(work) {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was refused');
}

/** A device that says it has less than it has. */
export const lesser = (device, limits) =>
  new Proxy(device, {
    get(target, key) {
      if (key === 'limits')
        return new Proxy(target.limits, { get: (all, name) => limits[name] ?? all[name] });
      const value = target[key];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

/** ‖a − b‖/‖b‖. */
export function relativeError(a, b) {
  let error = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    error += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(error / size);
}
