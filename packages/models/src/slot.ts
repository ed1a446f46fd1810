import { closed, type TObject, type TSchema, Type } from '@mcover/record';

/**
 * A parameter whose schema depends on what is registered: a kernel or a learning rule of one's own. Until a registry
 * fills it, it takes any object with a `kind`.
 */
export type SlotName = 'kernel' | 'rule';

const name = Symbol('slot');

export function slot<T>(of: SlotName, by?: T) {
  return Type.Unsafe<T>({
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string' } },
    ...(by !== undefined && { default: by }),
    [name]: of,
  });
}

/** Parameters with their slots filled; a slot without a filling is no parameter. */
export function fill(params: TObject, fillings: Readonly<Record<SlotName, TSchema | undefined>>): TObject {
  const properties = Object.entries(params.properties).flatMap(([key, schema]) => {
    const of: SlotName | undefined = Reflect.get(schema, name);
    if (of === undefined) return [[key, schema] as const];
    const filling = fillings[of];
    if (!filling) return [];
    const { default: by } = schema;
    const whole = Type.Unsafe({ ...filling, ...(by !== undefined && { default: by }) });
    return [[key, params.required?.includes(key) ? whole : Type.Optional(whole)] as const];
  });
  return Type.Object(Object.fromEntries(properties), closed);
}
