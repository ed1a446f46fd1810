import { type Schema, Validator } from '@cfworker/json-schema';

/**
 * Stands in for ajv in the page (scripts/build.js): ajv makes a function of a text for each schema, which the page's policy
 * forbids. The same schemas are interpreted here, and the same defaults filled in.
 */

type Json = Record<string, unknown>;

/** The part of ajv's errors that `explain` of record reads. */
interface Fault {
  keyword: string;
  instancePath: string;
  message: string;
  params: Json;
  data: unknown;
}

interface Check {
  (value: unknown): boolean;
  errors?: Fault[];
}

export class Ajv2020 {
  readonly #fill: boolean;

  constructor({ useDefaults = false }: { useDefaults?: boolean }) {
    this.#fill = useDefaults;
  }

  addVocabulary(): this {
    return this;
  }

  compile(schema: Json): Check {
    const validator = new Validator(schema as Schema, '2020-12', false);
    const check: Check = (value) => {
      if (this.#fill) fill(schema, value);
      const { valid, errors } = validator.validate(value);
      // The last one is the innermost: what encloses it only says that something in it does not fit.
      const told = errors.filter(({ keyword }) => keyword !== 'false').reverse();
      check.errors = told.map(({ instanceLocation, error }) => ({
        keyword: '',
        instancePath: instanceLocation.slice(1),
        message: error,
        params: {},
        data: at(value, instanceLocation),
      }));
      return valid;
    };
    return check;
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fills in what is missing, by the defaults of the schema, as ajv does. */
function fill(schema: Json, value: unknown): void {
  if (!isObject(value) || !isObject(schema.properties)) return;
  for (const [key, of] of Object.entries(schema.properties as Record<string, Json>)) {
    if (value[key] === undefined && of.default !== undefined) value[key] = structuredClone(of.default);
    fill(of, value[key]);
  }
}

/** What a JSON pointer of a fault ("#/a/0") leads to. */
function at(value: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1);
  return keys.reduce((inside, key) => (inside as Json | undefined)?.[key], value);
}
