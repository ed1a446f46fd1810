import { builtIn } from '@mcover/models';
import { recordsSchema, TraceSchema } from '@mcover/record';
import { Argument, Command } from 'commander';
import { documentedSchema, parametersOf, parametersText } from '../config/parameters.ts';
import { UsageError } from '../error.ts';
import { print, printJson, textTable } from './output.ts';

const schemas = {
  experiment: () => documentedSchema(builtIn),
  record: () => recordsSchema(builtIn.models.flatMap(({ name }) => builtIn.variantsOf(name))),
  trace: () => TraceSchema,
};

type What = keyof typeof schemas | 'parameters';

export function schemaCommand(): Command {
  const whats = [...Object.keys(schemas), 'parameters'];
  return new Command('schema')
    .description('the JSON Schema of experiment files, of records or of traces; or all parameters as a table')
    .addArgument(new Argument('[what]').choices(whats).default('experiment'))
    .option('--markdown', 'parameters as markdown: docs/parameters.md')
    .action((what: What, { markdown }: { markdown?: boolean }) => {
      if (markdown && what !== 'parameters')
        throw new UsageError('--markdown: only "mcover schema parameters" knows it');
      if (what !== 'parameters')
        printJson({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...schemas[what]() });
      else if (markdown) print(parametersText(builtIn).trimEnd());
      else print(tables());
    });
}

function tables(): string {
  const head = ['parameter', 'symbol', 'default', 'allowed', 'what it is', 'methods'];
  const sections = builtIn.models.map(({ name, methods }) => {
    const rows = parametersOf(builtIn, name).map((one) => [
      one.path,
      one.symbol,
      one.default,
      one.range,
      one.about,
      one.methods.length === Object.keys(methods).length ? 'all' : one.methods.join(', '),
    ]);
    return `${name}\n${textTable(head, rows, head.length)}\n`;
  });
  return sections.join('\n').trimEnd();
}
