import { builtIn } from '@mcover/models';
import { recordsSchema, TraceSchema } from '@mcover/record';
import { Argument, Command } from 'commander';
import { experimentSchema } from '../config/schema.ts';
import { printJson } from './output.ts';

const schemas = {
  experiment: () => experimentSchema,
  record: () => recordsSchema(builtIn.models.flatMap(({ name }) => builtIn.variantsOf(name))),
  trace: () => TraceSchema,
};

export function schemaCommand(): Command {
  return new Command('schema')
    .description('prints the JSON Schema of experiment files, of records or of traces')
    .addArgument(new Argument('[what]').choices(Object.keys(schemas)).default('experiment'))
    .action((what: keyof typeof schemas) => {
      printJson({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...schemas[what]() });
    });
}
