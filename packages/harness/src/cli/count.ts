import type { Kernel } from '@mcover/core';
import { bankClasses, log10, minima, replications, twistOf } from '@mcover/core/internals';
import { builtIn } from '@mcover/models';
import { validator } from '@mcover/record';
import { Command } from 'commander';
import { parseLocated, plain } from '../config/located.ts';
import { UsageError } from '../error.ts';
import { jsonOption, wholeFrom } from './options.ts';
import { print, printJson, textTable } from './output.ts';

interface CountOptions {
  hidden?: number;
  width?: number;
  odd?: boolean;
  kernel?: string;
  covers?: number;
  weights?: number;
  channels?: number;
  json?: boolean;
}

export function countCommand(): Command {
  const whole = wholeFrom(1);
  return new Command('count')
    .description('counts symmetries: of a two-layer network that is wider than it needs, or of a kernel')
    .option('--hidden <r>', 'hidden units of the narrow network', whole)
    .option('--width <m>', 'hidden units of the wide one, at most 1000', whole)
    .option('--odd', 'its activation is odd, as tanh')
    .option('--kernel <json>', 'the kernel, whose twist is told')
    .option('--covers <M>', 'covers that it mixes', whole)
    .option('--weights <N>', 'weights of a bank', whole)
    .option('--channels <S>', 'channels of a bank: how many there are up to names of covers', whole)
    .addOption(jsonOption())
    .action((options: CountOptions) => {
      const { hidden, width, odd, kernel, covers, weights, channels, json } = options;
      const [network, routing] = [
        [hidden, width, odd],
        [kernel, covers, weights, channels],
      ].map((group) => group.some((value) => value !== undefined));
      if (network === routing)
        throw new UsageError('count either --hidden and --width, or --kernel and --covers');
      if (network) {
        if (hidden === undefined || width === undefined)
          throw new UsageError('--hidden and --width go together: how many units fit into how many');
        const counted = networkOf(hidden, width, odd);
        if (json) printJson(counted);
        else print(networkText(counted));
        return;
      }
      if (kernel === undefined || covers === undefined)
        throw new UsageError('--kernel and --covers go together: a twist is that of a kernel over M covers');
      if ((weights === undefined) !== (channels === undefined))
        throw new UsageError('--weights and --channels go together: banks have both');
      const counted = routingOf(kernelOf(kernel), covers, weights, channels);
      if (json) printJson(counted);
      else print(routingText(counted));
    });
}

/** @throws UsageError for a text that is no kernel. */
function kernelOf(text: string): Kernel {
  const value = plain(parseLocated(text, '--kernel'));
  const schema = validator<Kernel>(builtIn.find('perceptron', 'mcover')!.params.properties.kernel);
  if (schema.fits(value)) return value;
  const [{ pointer, message }] = schema.problems(value);
  throw new UsageError(`--kernel: ${pointer ? `${pointer}: ` : ''}${message}`);
}

/** Whole numbers of any size are texts, as JSON has no others that are exact. */
function networkOf(hidden: number, width: number, odd = false) {
  const symmetry = odd ? 'odd' : 'generic';
  const [G, T] = [replications(hidden, width, symmetry), minima(hidden, width, symmetry)];
  const logs = { replications: log10(G), minima: log10(T) };
  const ratio = 10 ** (logs.minima - logs.replications);
  return { hidden, width, symmetry, replications: String(G), minima: String(T), ratio, log10: logs };
}

/** Digits of a number that a terminal shows as it is. */
const fewDigits = 30;

function networkText({ symmetry, log10, ...counted }: ReturnType<typeof networkOf>): string {
  const write = (digits: string) => (digits.length <= fewDigits ? digits : `${digits.length} digits`);
  const row = (what: string, key: 'replications' | 'minima') => [
    what,
    write(counted[key]),
    `10^${log10[key].toFixed(2)}`,
  ];
  const ratio = log10.minima - log10.replications;
  return textTable(
    [`${counted.hidden} hidden units in ${counted.width}, ${symmetry} activation`, '', ''],
    [
      row('G: subspaces of critical points, no unit idle', 'replications'),
      row('T: subspaces of global minima', 'minima'),
      ['T/G', counted.ratio < 1e6 ? counted.ratio.toPrecision(4) : '', `10^${ratio.toFixed(2)}`],
    ],
  );
}

function routingOf(kernel: Kernel, M: number, N?: number, S?: number) {
  const { share, standardError } = twistOf(kernel, M);
  if (N === undefined || S === undefined) return { M, twist: share, standardError };
  const { exact, log10 } = bankClasses({ N, M, S });
  const classes = { N, S, log10, ...(exact !== undefined && { exact: String(exact) }) };
  return { M, twist: share, standardError, classes };
}

function routingText({ M, twist, standardError, classes }: ReturnType<typeof routingOf>): string {
  const error = standardError > 0 ? ` ± ${standardError.toFixed(4)} (standard error)` : ', exactly';
  const lines = [`twist over ${M} covers: ${twist.toFixed(4)}${error}`];
  if (classes) {
    const { N, S, exact, log10 } = classes;
    const few = exact !== undefined && exact.length <= fewDigits;
    lines.push(
      `banks of ${N} weights and ${S} channels up to names of covers: ${few ? exact : `10^${log10.toFixed(1)}`}`,
    );
  }
  return lines.join('\n');
}
