/** Decimals of an error rate, where none are asked for: with a hundred trials its third one is already uncertain. */
const decimals = 4;

export function writeError(value: number, digits = decimals): string {
  return minus(value.toFixed(digits));
}

export function writeSigned(value: number, digits = decimals): string {
  const text = Math.abs(value).toFixed(digits);
  return `${Number(text) === 0 ? '±' : value < 0 ? '−' : '+'}${text}`;
}

/** Of probabilities other than p values. */
export function writeShare(value: number): string {
  return value.toFixed(2);
}

/** Two digits of a p value, "< 0.001" below. */
export function writeP(p: number): string {
  if (p < 0.001) return '< 0.001';
  return p < 0.1 ? p.toPrecision(2) : p.toFixed(2);
}

/** A p value in a sentence, where "<" could be read as markup. */
export function sayP(p: number): string {
  return p < 0.001 ? 'below 0.001' : writeP(p);
}

/** "p = 0.023", "p below 0.001". */
export function sayThatP(p: number): string {
  return `p ${p < 0.001 ? '' : '= '}${sayP(p)}`;
}

/** A minus sign as wide as a plus. */
function minus(text: string): string {
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}
