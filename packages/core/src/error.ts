/**
 * An input that cannot be used. `path` names the parameter at fault, as in a trial specification
 * (`kernel/sigma`), so that a caller who read it from a file can say where it stands.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly path: string;

  constructor(path: string, message: string) {
    super(`${path}: ${message}`);
    this.path = path;
  }
}
