export function describeSign(x: number): string {
  if (x > 0) {
    return 'positive';
  }
  return 'not positive';
}

export function neverCalled(x: number): number {
  const twice = 2 * x;
  const thrice = 3 * x;
  return twice + thrice;
}
