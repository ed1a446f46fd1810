/** Names of the methods, in the order of a table: base method, replicated rival, M-cover. */
const names: Readonly<Record<string, string>> = {
  vanilla: 'vanilla SA',
  sgd: 'SGD',
  rsa: 'RSA',
  rsgd: 'rSGD',
  mcover: 'M-cover',
};

export function methodName(method: string): string {
  return names[method] ?? method;
}

export function compareMethods(a: string, b: string): number {
  const order = Object.keys(names);
  const place = (method: string) => (method in names ? order.indexOf(method) : order.length);
  return place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0);
}
