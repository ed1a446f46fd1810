/**
 * exp, log, tanh, acos and asin of doubles to about 150 bits, by fixed-point integers: slow, and independent of the
 * methods and constants of `src/numeric`. A real is `value / 2^bits`.
 */
export interface Real {
  value: bigint;
  bits: number;
}

/** Fractional bits of the computations, some 40 more than are kept. */
const PRECISION = 240;

const shift = (value: bigint, by: number): bigint => (by >= 0 ? value << BigInt(by) : value >> BigInt(-by));

/** The double as m·2ᵉ. */
export function parts(x: number): { m: bigint; e: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const word = view.getBigUint64(0);
  const field = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const m = field === 0 ? fraction : fraction | (1n << 52n);
  return { m: x < 0 ? -m : m, e: Math.max(field, 1) - 1075 };
}

function fixed(x: number, bits: number): bigint {
  const { m, e } = parts(x);
  return shift(m, e + bits);
}

/** floor(log₂ |value|) + 1. */
function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}

/** The sum of the terms xⁿ/n!, after halving x 12 times. */
function expFixed(x: bigint, bits: number): bigint {
  const guard = 16;
  const one = 1n << BigInt(bits + guard);
  const small = shift(x, guard - 12);
  let sum = one;
  let term = one;
  for (let n = 1n; term !== 0n; n++) {
    term = shift(term * small, -bits - guard) / n;
    sum += term;
  }
  for (let i = 0; i < 12; i++) sum = shift(sum * sum, -bits - guard);
  return shift(sum, -guard);
}

/** arctan(1/n) by Gregory's series. */
function arctanInverse(n: bigint, bits: number): bigint {
  let power = (1n << BigInt(bits)) / n;
  let sum = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += k % 4n === 1n ? power / k : -power / k;
    power /= n * n;
  }
  return sum;
}

/** Machin 1706. */
const PI = 4n * (4n * arctanInverse(5n, PRECISION) - arctanInverse(239n, PRECISION));

/** ln 2 = Σ 1/(n·2ⁿ). */
const LN2 = (() => {
  const bits = PRECISION + 16;
  let sum = 0n;
  for (let n = 1; n <= bits; n++) sum += (1n << BigInt(bits - n)) / BigInt(n);
  return sum;
})();

export function exp(x: number): Real {
  const bits = PRECISION + 16;
  const exact = fixed(x, bits);
  const k = exact / LN2;
  return { value: expFixed(exact - k * LN2, bits), bits: bits - Number(k) };
}

/** Halley's iteration on exp, from the double nearest to it, for the significand; plus e·ln 2. */
export function log(x: number): Real {
  const { m, e } = parts(x);
  const binade = bitLength(m) - 1;
  const target = shift(m, PRECISION - binade);
  let y = fixed(Math.log(Number(m) / 2 ** binade), PRECISION);
  for (let i = 0; i < 2; i++) {
    const reached = expFixed(y, PRECISION);
    y += (2n * (target - reached) * (1n << BigInt(PRECISION))) / (target + reached);
  }
  return { value: y + shift(BigInt(e + binade) * LN2, -16), bits: PRECISION };
}

/** (e²ˣ − 1)/(e²ˣ + 1), with as many more bits as the numerator loses. */
export function tanh(x: number): Real {
  const bits = PRECISION + Math.max(0, -Math.floor(Math.log2(Math.abs(x))));
  const one = 1n << BigInt(bits);
  const square = expFixed(2n * fixed(Math.abs(x), bits), bits);
  const value = ((square - one) << BigInt(bits)) / (square + one);
  return { value: x < 0 ? -value : value, bits };
}

/** 2 arctan √((1 − x)/(1 + x)) for x ≥ 0; π − acos(−x) below. */
export function acos(x: number): Real {
  const one = 1n << BigInt(PRECISION);
  const exact = fixed(Math.abs(x), PRECISION);
  const t = root((((one - exact) << BigInt(PRECISION)) / (one + exact)) << BigInt(PRECISION));
  const angle = 2n * arctanFixed(t);
  return { value: x < 0 ? PI - angle : angle, bits: PRECISION };
}

/** π/2 − acos x. */
export function asin(x: number): Real {
  return { value: PI / 2n - acos(x).value, bits: PRECISION };
}

/** Halves the angle six times by t → t/(1 + √(1 + t²)), then Gregory's series. */
function arctanFixed(tangent: bigint): bigint {
  const one = 1n << BigInt(PRECISION);
  let t = tangent;
  for (let i = 0; i < 6; i++) {
    const secant = root((one + shift(t * t, -PRECISION)) << BigInt(PRECISION));
    t = (t << BigInt(PRECISION)) / (one + secant);
  }
  const square = shift(t * t, -PRECISION);
  let power = t;
  let sum = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += k % 4n === 1n ? power / k : -power / k;
    power = shift(power * square, -PRECISION);
  }
  return sum << 6n;
}

/** The integer part of √n (Newton, from above). */
function root(n: bigint): bigint {
  if (n === 0n) return 0n;
  let x = 1n << BigInt(Math.ceil(bitLength(n) / 2));
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** |y − exact| in units of the last place of `exact`; the last place of a subnormal number is 2⁻¹⁰⁷⁴. */
export function ulps(y: number, exact: Real): number {
  const last = Math.max(bitLength(exact.value) - exact.bits - 53, -1074);
  const { m, e } = parts(y);
  const fine = Math.max(exact.bits, -e, 0);
  const difference = shift(m, e + fine) - shift(exact.value, fine - exact.bits);
  const inUlps = Number(shift(difference, 40 - fine - last)) / 2 ** 40;
  return Math.abs(inUlps);
}

/** Digits of a positive real after the decimal point, cut. */
export function decimals(x: Real, count: number): string {
  const scaled = (x.value * 10n ** BigInt(count)) >> BigInt(x.bits);
  const text = scaled.toString().padStart(count + 1, '0');
  return `${text.slice(0, -count)}.${text.slice(-count)}`;
}
