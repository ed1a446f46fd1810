import { builtIn } from '@mcover/models';
import { DescriptionSchema, recordsSchema, refuseNoSchema, TraceSchema, validator } from '@mcover/record';
import { describe, expect, it } from 'vitest';
import { experimentSchema } from '../dist/config/schema.js';

describe('the schemas of the program, which nothing checks when it runs, are JSON Schemas', () => {
  const ofModels = builtIn.models.map(({ name }) => [name, recordsSchema(builtIn.variantsOf(name))] as const);
  const others = [
    ['description', DescriptionSchema],
    ['trace', TraceSchema],
    ['experiment', experimentSchema],
  ] as const;
  it.each([...ofModels, ...others])('%s', (_, schema) => {
    refuseNoSchema(schema);
    expect(validator(schema).fits(null)).toBe(false);
  });
});

describe('what is no JSON Schema is refused', () => {
  it.each([
    [{ type: 'nonsense' }, 'data/type must be equal to one of the allowed values'],
    [
      { type: 'object', properties: { down: { minimum: '0' } } },
      'data/properties/down/minimum must be number',
    ],
    [{ properties: { down: null } }, 'data/properties/down must be object,boolean'],
    [{ required: [1] }, 'data/required/0 must be string'],
  ])('%j', (schema, message) => {
    expect(() => refuseNoSchema(schema)).toThrow(message);
  });
});
