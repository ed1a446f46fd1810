import { type Description, DescriptionSchema } from './description.ts';
import { jsonFault } from './json.ts';
import { refuseNoSchema, validator } from './schema.ts';
import { type Schemas, schemasOf, type Variant, variantsOf } from './spec.ts';

/** Tells whether something is a description, and the first fault of what is none. */
export const describing = validator<Description>(DescriptionSchema, { doubt: true });

/** The description of an experiment that a text holds, or why it holds none. */
export function parseDescription(
  text: string,
  experiment: string,
): { description: Description; reason?: never } | { description?: never; reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'not JSON' };
  }
  const fault = jsonFault(text);
  if (fault) return { reason: fault.message };
  if (!describing.fits(value)) {
    const [{ pointer, message }] = describing.problems(value);
    return { reason: `${pointer || '/'}: ${message}` };
  }
  if (value.experiment !== experiment) {
    return { reason: `describes experiment "${value.experiment}", not "${experiment}"` };
  }
  const uneven = value.theory?.some(({ curves }) => curves.some(({ x, y }) => x.length !== y.length));
  return uneven ? { reason: '/theory: a curve has not as many y as x' } : { description: value };
}

/**
 * Schemas for a journal that has a description beside it. Of trials of the program alone what is known goes first,
 * whatever a file says. The file tells of models that nobody here knows, and of trials that use the very files which it
 * names: of other ones, such as a module before it was changed, nothing here can tell.
 */
export function schemasBeside(known: Schemas, description: Description | undefined): Schemas {
  let read: Schemas | undefined;
  const told = () => {
    read ??= schemasOf(description ? variantsTold(description) : []);
    return read;
  };
  const digests = textOf(description?.uses?.map(({ sha256 }) => sha256) ?? []);
  return {
    find(asked, method, uses) {
      if (!uses) return known.find(asked, method) ?? told().find(asked, method);
      return textOf(uses) === digests ? told().find(asked, method) : undefined;
    },
    names: () => [...new Set([...known.names(), ...told().names()])],
  };
}

/** @throws Error where what should be a schema is none. */
function variantsTold(description: Description): Variant[] {
  const methods = Object.entries(description.methods).map(
    ([method, { params }]) => [method, params] as const,
  );
  for (const schema of [description.data, description.result, ...methods.map(([, params]) => params)])
    refuseNoSchema(schema);
  return variantsOf({ ...description, methods: Object.fromEntries(methods) });
}

/** Digests in one order; what stands in their place in a damaged line is none. */
const textOf = (digests: unknown) => (Array.isArray(digests) ? digests.map(String).sort().join(' ') : '');
